import { defineTexts } from '../language/texts.ts';

export const useProofTexts = defineTexts(
  {
    proof: 'Save the proof file',
    reperformable: 'Save the re-performable file',
    whenFinal: 'can be saved when the record is final',
    saved: 'Saved',
  },
  {
    proof: '保存证明文件',
    reperformable: '保存可重算的证明文件',
    whenFinal: '记录最终确认后即可保存',
    saved: '已保存',
  },
);
