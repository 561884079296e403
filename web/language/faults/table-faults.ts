import type { TableCode, TableWarning } from '../../../tables/cells/table-problem.ts';
import { defineFaults } from './define-faults.ts';

/** What is wrong with a table or one of its rows and what to do next, in Chinese; the reader of tables says it in English. */
const CHINESE: Readonly<Record<TableCode, string>> = {
  table: '该文件不是有效的 CSV 或电子表格，或没有任何行。请换一个文件。',
  delimiter: '各列使用了多种分隔符。请只用一种（如逗号）保存表格，然后重新选择。',
  'byte-order-mark': '文件以 UTF-16 的字节顺序标记开头。请另存为 UTF-8。',
  encoding: '有单元格不是 UTF-8。请将文件另存为 UTF-8。',
  columns:
    '某列缺失、重复，或所选含义不存在。请在“各列含义”中选择；没有列给出的内容填在“每行相同的内容”中。每行都需要名称、数值和单位。',
  'unknown-name': '该名称不在为此列提供的名单中。请更正名称，或在名单中添加。',
  cells: '该行的单元格数与表头不同。请将含有分隔符的单元格加上引号。',
  'decimal-comma': '该数字以逗号作小数点。请在“数字与日期写法”中说明，或改用点号。',
  'thousands-separator': '该数字含千位分隔符。请在“数字与日期写法”中指明，或将其删除。',
  'binary-number': '该数字以二进制小数存储且超过 15 位。请以文本存储。',
  formula: '该单元格是公式，但未存储其值。请打开工作簿并保存，然后重新选择。',
  'cell-error': '工作簿的单元格含有错误值。请在工作簿中更正。',
  sheet: '工作簿有多个工作表，或没有所选的工作表。请在“工作表”处选择一个。',
  'missing-file': '发布方的表缺少某个文件，或同一矩阵有多个文件。请补齐或只保留一个。',
  archive: '压缩包已损坏，或其名称、大小或压缩比不正常。请重新下载。',
  nesting: 'JSON 文件的嵌套过深。请核对是否选对了文件。',
  header: '表头与发布方的格式不符。请核对文件及其版本。',
  label: '行名或列名为空、重复，或与此处应有的不同。请更正。',
  shape: '矩阵的行数或列数与其标签不符。请更正矩阵或标签。',
  truncated: '文件不完整。请重新下载。',
  'not-a-number': '矩阵的单元格不是有限的数。请更正。',
  'too-large': '矩阵、某一行或文件超过可读取的上限。较大的表请另存为 CSV 或 Parquet。',
  unbalanced: '某部门的产出在各来源之间的差异超过容差。请核对来源。',
  year: '所填年份与表或其名称所载的年份不符。请更正年份。',
  'lost-account': '该表缺少同系列上一版本所含的账户。请补充，或确认确实不再提供。',
  'unknown-row-type': '该行的类型不存在，或不属于此数据集。请选择正确的“行类型”。',
  'missing-member': '缺少该类行必填的内容。请填写所示的列。',
  'unknown-member': '该行含有其类型没有的成员。请更正名称，或将无人读取的内容移到 detail.custom。',
  'bad-member': '该列的值不在允许范围内。请按该类行的要求更正。',
  'bad-key': '名称须为 1 至 256 个字符，只能使用 A-Z a-z 0-9 . _ : @ + % ( ) -，各段以 / 连接。请更正名称。',
  'bad-value': '数值不是十进制数（例如 12.5），或文件行带有数值。请更正数值。',
  'unknown-unit': '引擎不认识该单位。请使用 UCUM 单位，例如 MW.h、t 或 kg{CO2}/kW.h。',
  'ambiguous-unit': '该单位有两种含义（例如 mt）。请写明所指的单位。',
  'inexact-value': '换算为 UCUM 单位后，位数超过条目所能容纳的上限。请修约，或改用 UCUM 单位填写。',
  'unit-mismatch': '该单位与该类行的量不符，例如以 km 表示质量。请更正单位。',
  'out-of-range': '数值为负，或超过可能的上限（例如比例大于 1）。请核对数值和单位。',
  'missing-period': '该类行必须注明有效期，而此行没有。请填写起止时间。',
  'bad-period': '有效期的结束早于开始，或不是时间。请更正。',
  'bad-place': '地点不是 ISO 3166 代码（例如 CN 或 CN-31）。请更正。',
  'bad-identifier': '标识符的形式不符合其体系，或校验位有误。请对照来源更正。',
  'duplicate-key': '有两行名称相同。请修改其中一个。',
  'ambiguous-row': '有两行会同等匹配：类型、对象、地点、有效期和口径均相同。请修改其中一项，或删去一行。',
};

/** What is worth a look in a valid row, in Chinese. */
const REMARKS: Readonly<Record<TableWarning['code'], string>> = {
  'implausible-value': '数值超出该类行通常的范围，或以百万吨计。请核对数值和单位。',
  'other-spelling':
    '名称的写法与前面的行不同（例如 Diesel 与 diesel）。计算时按一个计；请统一写法，或以不同名称区分。',
};

/** Codes whose messages name options of the command line. */
const ENGLISH = {
  columns:
    'A column is missing, is there twice, or has a meaning that does not exist. Choose it under “What the columns mean”; what no column says goes under “The same in every row”. Each row needs a name, an amount and a unit.',
  delimiter:
    'The columns are separated by several signs. Save the table with one of them, such as a comma, and choose it again.',
  'decimal-comma':
    'The number has a comma before its decimals. Say so under “How numbers and days are written”, or write a point.',
  'thousands-separator':
    'The number has signs between thousands. Name them under “How numbers and days are written”, or remove them.',
  formula:
    'The cell is computed, and its value is not stored. Open the workbook, save it, and choose it again.',
  sheet: 'The workbook has several sheets. Choose one at “Sheet”.',
} satisfies Readonly<Partial<Record<TableCode, string>>>;

export const useTableFaults = defineFaults(CHINESE, ENGLISH);
export const useRowRemarks = defineFaults(REMARKS);
