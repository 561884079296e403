import { type FindingCode, FINDINGS } from '../../../../tables/layout/finding.ts';
import { defineTexts } from '../../../language/texts.ts';

const ENGLISH: Readonly<Record<FindingCode, string>> = FINDINGS;

export const useFindingTexts = defineTexts(
  {
    wrong: 'Totals of the table that do not agree with its rows',
    read: 'How the table was read',
    inSheet: (sheet: string) => `${sheet}:`,
    rows: (rows: string, isMore: boolean) => `Row ${rows}${isMore ? ' and others' : ''}.`,
    count: (count: string) => `(${count})`,
    findings: ENGLISH,
  },
  {
    wrong: '表中合计与各行不符',
    read: '表格的读取方式',
    inSheet: (sheet) => `${sheet}：`,
    rows: (rows, isMore) => `第 ${rows} 行${isMore ? '等' : ''}。`,
    count: (count) => `（${count}）`,
    findings: {
      'sheets-read': '以下工作表合并读入：',
      'sheets-left-out': '以下工作表未读入：',
      'columns-missing': '有的工作表缺少其他工作表的某列，该列留空：',
      'columns-by-name': '各列按列名对应：',
      'keys-made': '没有编号列，编号按以下方式生成：',
      encoding: '文本不是 UTF-8，编码由字节判断：',
      'rows-above': '表头以上的行未读入。',
      'joined-header': '表头有两行，已合并其文字。',
      'unit-row': '表头下一行为单位。',
      'header-unit': '单位写在列名中。',
      'repeated-header': '重复的表头行未读入。',
      'periods-in-columns': '按期间排列的各列已转为行，每个期间一行。',
      'units-in-columns': '带单位的各列已转为行，每列一行。',
      'year-taken': '列名未写年份，年份取自：',
      'empty-amounts': '数量列中的空单元格未生成行。',
      'total-rows': '合计行未读入，与其上各行一致。',
      'total-differs': '某合计与其上各行不符。该合计未读入，二者必有一误。',
      'total-columns': '合计列未读入，与所加各格一致。',
      'total-column-differs': '某合计与本行各格不符。该合计未读入，二者必有一误。',
      'note-rows': '仅含一段文字的行（如备注）未读入。',
      'section-rows': '各组行上方的文字已成为“Section”列。',
      'unnamed-columns': '没有名称的列未读入。',
      'hidden-rows': '工作表隐藏或筛除的行与其他行一样读入。',
      'hidden-columns': '工作表隐藏的列与其他列一样读入。',
      'example-rows': '模板的示例行未读入。',
      'struck-rows': '带删除线的行未读入。',
      'struck-cells': '带删除线的单元格与其他单元格一样读入。',
      'merged-cells': '合并单元格均取首格文字；数量只计一次。',
      computed: '公式单元格采用已存储的值。',
      rounded: '超过 15 位的数字按四舍六入五成双取 15 位。',
    },
  },
);
