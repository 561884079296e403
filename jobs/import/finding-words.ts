import { type FindingCode, FINDINGS } from '../../tables/layout/finding.ts';

const CHINESE: Readonly<Record<FindingCode, string>> = {
  'sheets-read': '以下工作表合并读入：',
  'sheets-left-out': '以下工作表未读入：',
  'columns-missing': '有的工作表缺少其他工作表的某列，该列留空：',
  'columns-by-name': '各列按列名对应：',
  'lists-joined': '以下列中的名称在其他工作表中查得：',
  'keys-made': '没有编号列，编号按以下方式生成：',
  encoding: '文本不是 UTF-8，编码由字节判断：',
  'rows-above': '表头以上的行未读入。',
  'joined-header': '表头有两行，已合并其文字。',
  'unit-row': '表头下一行为单位。',
  'header-unit': '单位写在列名中。',
  'repeated-header': '重复的表头行未读入。',
  'periods-in-columns': '按期间排列的各列已转为行，每个期间一行。',
  'units-in-columns': '各数量列已转为行，每列一行。',
  'year-taken': '列名未写年份，年份取自：',
  'empty-amounts': '数量列中的空单元格未生成行。',
  'zero-amounts':
    '没有内容的数量未生成行：同一行仅另一列有数量而本列为零，多个数量相加而均为零，或期间为零天且数量为零。',
  'country-names': '国家名称已读为国家代码。',
  'serial-days': '日期列中的数字已按 Excel 存储日期的方式读为日期。',
  'days-of-months': '月份列中某月的首日或末日已读为该月。',
  'total-rows': '合计行未读入，与所加各行一致。',
  'total-units': '某合计的单位与所加各行不同，未读入，也未比对。各行的单位：',
  'total-differs': '某合计与所加各行不符。该合计未读入，二者必有一误。',
  'unnamed-sum': '某行各列均为其前各行之和，却未标明合计，已与其他行一样读入。如为合计，请勿读入：',
  'equal-rows': '某行与上一行各格完全相同，均已读入，重复者请勿读入。',
  'mean-rows': '平均值行未读入。',
  'part-rows': '注明为上一行其中一部分的行未读入，上一行已计入。',
  'part-beyond': '某行注明为上一行的一部分，数量却超过上一行，已与其他行一样读入：',
  'total-columns': '合计列未读入，与所加各格一致。',
  'total-column-differs': '某合计与本行各格不符。该合计未读入，二者必有一误。',
  'sheet-of-sums': '某工作表为其他工作表之和，或与其相同，一并读入则其数量计两次，请勿读入：',
  'running-total': '数量列的列名表明其为累计值（如本年累计或表计读数），各行均已相加：',
  'unit-differs': '数量列的列名所写单位与各行不同，以各行为准：',
  'chosen-out': '按照列对应中的选择未读入的行。',
  'column-numbers': '表头下一行为列号。',
  'period-taken': '没有时间列，期间取自：',
  'note-rows': '仅含一段文字的行（如备注）未读入。',
  'section-rows': '各组行上方的文字已成为“Section”列。',
  'group-rows': '如数据透视表，为其下各行之和的行已成为“Section”列。',
  'names-filled': '只写一次、其下留空的名称也用于其下各行。列：',
  'unnamed-columns': '没有名称的列未读入。',
  'hidden-rows': '工作表隐藏或筛除的行与其他行一样读入。',
  'hidden-columns': '工作表隐藏的列与其他列一样读入。',
  'example-rows': '模板的示例行未读入。',
  'struck-rows': '整行或其全部数字带删除线的行未读入。',
  'struck-cells': '带删除线的单元格与其他单元格一样读入。',
  'merged-cells': '合并单元格均取首格文字；数量只计一次。',
  computed: '公式单元格采用已存储的值。',
  'rounded-fractions': '除不尽的分数（如 1/3）按四舍六入五成双取至多 30 位小数。',
  rounded: '超过 15 位的数字按四舍六入五成双取 15 位。',
};

/** The codes of what is read differently from a table. */
export const FINDING_CODES = Object.keys(FINDINGS) as readonly FindingCode[];

/** What was read differently from a table, by its codes, in each language. */
export const FINDING_WORDS: Readonly<Record<'en' | 'zh-CN', Readonly<Record<FindingCode, string>>>> = {
  en: FINDINGS,
  'zh-CN': CHINESE,
};
