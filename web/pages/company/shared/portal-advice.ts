import { defineTexts } from '../../../language/texts.ts';

/** What to do on a page about faults whose messages name options of the command line or parameters of a file, by their codes. */
export const usePortalAdvice = defineTexts(
  {
    failed: 'That did not work',
    technical: 'As the command line says it',
    advice: {
      columns:
        'A column is missing, is there twice, or has a meaning that does not exist. Choose it under “What the columns mean”; what no column says goes under “The same in every row”. Each row needs a name, an amount and a unit.',
      delimiter:
        'The columns are separated by several signs. Save the table with one of them, such as a comma, and choose it again.',
      'decimal-comma':
        'The number has a comma before its decimals. Say so under “How numbers are written”, or write a point.',
      'thousands-separator':
        'The number has signs between thousands. Name them under “How numbers are written”, or remove them.',
      formula:
        'The cell is computed, and its value is not stored. Open the workbook, save it, and choose it again.',
      sheet: 'The workbook has several sheets. Choose one at “Sheet”.',
      'co2-only-factor':
        'A factor of CO₂ alone would count in a total of CO₂e. Allow it in the parameter “Figures of CO₂ alone”, or choose factors with all gases.',
      'not-comparable':
        'Products are compared only where they do the same and cover the same part of the life cycle. State one function and one boundary for both in the parameter “Functional units”, or take the pair out of “Compared”.',
      'mixed-bases':
        'A total would have parts with and without the emissions of a whole life cycle. Allow it in the parameter “Figures with different bases”, or choose factors with one basis.',
    },
  },
  {
    failed: '操作未成功',
    technical: '命令行的说法（英文）',
    advice: {
      columns:
        '某列缺失、重复，或所选含义不存在。请在“各列含义”中选择；没有列给出的内容填在“每行相同的内容”中。每行都需要名称、数值和单位。',
      delimiter: '各列使用了多种分隔符。请只用一种（如逗号）保存表格，然后重新选择。',
      'decimal-comma': '该数字以逗号作小数点。请在“数字写法”中说明，或改用点号。',
      'thousands-separator': '该数字含千位分隔符。请在“数字写法”中指明，或将其删除。',
      formula: '该单元格是公式，但未存储其值。请打开工作簿并保存，然后重新选择。',
      sheet: '工作簿有多个工作表。请在“工作表”处选择一个。',
      'co2-only-factor':
        '仅含 CO₂ 的因子将计入 CO₂e 合计。请在参数“仅含 CO₂ 的数据”中允许，或选择包含全部气体的因子。',
      'not-comparable':
        '只有功能相同、系统边界相同的产品才能比较。请在参数“功能单位”中为两者填写相同的功能和边界，或从“比较”中删去这一对。',
      'mixed-bases':
        '合计将同时包含全生命周期与非全生命周期的部分。请在参数“口径不同的数据”中允许，或选择口径一致的因子。',
    },
  },
);
