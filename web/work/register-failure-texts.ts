import { defineTexts } from '../language/texts.ts';

export const useRegisterFailureTexts = defineTexts(
  {
    otherSignature: 'The ledger has this record already, with another signature',
    otherSignatureAdvice:
      'Its receipt is for the signature that was accepted first. Nothing needs to be sent again: look the record up, or sign it with the key that signed it first.',
  },
  {
    otherSignature: '账本中已有此记录，但签名不同',
    otherSignatureAdvice:
      '其回执对应最先被接受的签名。无需再次发送：请查阅该记录，或改用最初签名的密钥签名。',
  },
);
