import type { RunFaultCode } from '../../../jobs/compute/fault-codes.ts';
import { defineFaults } from './define-faults.ts';

/** Why a run is refused and what to do next, in Chinese; the engine says it in English. */
const CHINESE: Readonly<Record<RunFaultCode, string>> = {
  'unknown-method': '没有该名称和版本的方法。请核对方法名称。',
  'bad-parameters': '参数不符合该方法的要求。请按所示位置更正参数。',
  'bad-inputs': '输入不是带有条目的记录列表，或某条目的成员类型有误。请更正输入。',
  'bad-document': '所给文件的大小或哈希与指明它的条目不符，或不是带标签的矩阵。请换成条目所指的文件。',
  'missing-document': '数据行指明的文件尚未提供，而该方法需要它。请获取该文件，或在“文件”部分提供。',
  'bad-value': '条目的数值不是规范的十进制数。请写成 12.5、-0.5、300 或 0 这样的形式。',
  'bad-unit': '引擎不认识该单位。请使用 UCUM 单位，例如 MW.h、t 或 kg{CO2}/kW.h。',
  'ambiguous-unit': '该单位有两种含义（例如 mt）。请写明所指的单位。',
  'bad-detail': '该行缺少其类型所需的内容，或某项内容不在允许范围内。请更正所示的列。',
  'unknown-member': '该行含有其类型没有的成员。请更正名称，或将无人读取的内容移到 detail.custom。',
  'unit-mismatch': '数量无法换算为该方法所需的单位。请更正单位，或添加换算系数。',
  'out-of-range': '数量为负，或超过可能的上限（例如比例大于 1）。请核对数值和单位。',
  overflow: '数据位数超过条目所能容纳的上限，或因子说明过多。请修约数值、更换单位或拆分计算。',
  'duplicate-record': '同一记录重复提供。请只保留一份。',
  'duplicate-key': '两个数据项，或同一记录中的两行，名称相同。请修改其中一个名称。',
  'duplicate-instrument':
    '同一证书重复提供，或序列号相同的两行所载因子或国家不同。请只保留一行，或更正其中一行。',
  'missing-period': '条目没有注明期间，而该方法需要期间。请填写起止时间。',
  'straddled-period':
    '条目只有部分位于核算期间内，或为另一期间的年度数据。请在期间边界处拆分该条目，或采用相同的期间。',
  'input-not-anchored': '核算结果的某项输入不是记录，或尚未上链。请等待其上链，或改用其他记录。',
  'missing-activity': '输入中没有该方法所需的活动数据。请添加相应的数据集。',
  'missing-factor': '没有与该活动匹配的排放因子。请在数据中添加一个。',
  'ambiguous-factor': '有多个因子同等匹配该活动。请只保留一个。',
  'factor-out-of-time': '有因子，但不适用于该活动的时间。请添加有效的因子，或在参数中声明以旧因子代替。',
  'factor-out-of-place': '有因子，但不适用于该活动的地点。请添加有效的因子，或在参数中声明代用因子。',
  'mixed-bases':
    '合计将同时包含全生命周期与非全生命周期的部分，或没有活动所指口径的因子。请在参数“口径不同的数据”中允许，或选择口径一致的因子。',
  'mixed-gwp-sets': '同一数据将混用不同数据集的全球变暖潜势。请只采用一个数据集的数值。',
  'co2-only-factor':
    '仅含 CO₂ 的因子将计入 CO₂e 合计。请在参数“仅含 CO₂ 的数据”中允许，或选择包含全部气体的因子。',
  'precursor-cycle': '某产品经其前体又成为自身的投入。请更正前体关系。',
  'netting-refused':
    '避免排放与清除量是单独的账户，不得抵减任何其他账户。请用 avoided@2 单独计算避免排放，并各列一行。',
  'unused-proxy': '参数声明了代用因子，但没有活动需要它。请从参数中删去。',
  'unused-acceptance': '参数接受了一条本次计算并未给出的提示。请从“已接受的提示”中删去。',
  'unaccepted-warnings':
    '本次计算有参数未接受的提示，而要求是有提示即拒绝。请更正数据行，或附理由接受各条提示。',
  'instrument-out-of-time': '证书的时间与其所覆盖的用电不符，或注销早于发电。请更正时间，或删去该证书。',
  'instruments-exceed-consumption': '证书覆盖的电量超过用电量。请减少或删去证书，或补充缺少的用电量。',
  'instrument-not-retired':
    '证书未注明注销信息。请在 detail.retirement 中填写日期、注销方、受益方、登记处和序列号，或删去该证书。',
  'offset-refused': '该证书以质量计，属于碳抵消或碳信用，不能覆盖外购电力。请删去该行。',
  'overlapping-markets': '证书可覆盖的用电范围只有部分重叠。请添加包含双方的市场边界行。',
  'precursors-exceed-goods': '所用前体多于所生产的数量。请更正数量，或将外购部分另行命名。',
  'double-counting': '两个因子计入了同一燃料的同一气体，例如 CO₂e 因子与 CO₂ 因子并存。请只保留一个。',
  'two-versions': '输入中有同一系列的两个版本。请只提供其中一个。',
  'repeated-row': '两条记录含有相同的行（类型、名称、期间、主体和设施均相同）。请只提供其中一条记录。',
  'overlapping-periods':
    '同一计量表，或同一燃料与设施的行，期间重叠但不相同，例如全年与其各月并存。请只保留不重叠的行。',
  'untyped-mass': '气体质量的单位未指明气体。请写成 kg{CH4}/TJ 或 kg{CO2e}/TJ，而不是 kg/TJ。',
  'other-gwp': '全球变暖潜势与其所称数据集的数值不符。请更正数值，或改为正确的数据集名称。',
  'unknown-gwp-set': '没有数据定义该名称的潜势数据集。请使用已知的数据集，或在输入中添加其潜势。',
  'missing-gwp-set': '以 CO₂e 计的数值未注明潜势数据集。请填写 detail.gwpSet。',
  'left-out-rows': '本次计算有活动未计入，而要求是全部计入。请删去这些行，或更改期间或方法。',
  'incomplete-table': '投入产出表缺少其他账户所含的账户、地区或行业。请补充：本方法不会自行填补。',
  'unknown-industry': '单元格所属的地区或行业不在表中。请更正名称，或补充其流量。',
  'wrong-shape': '矩阵的地区、部门和排放项与其条目所列的内容或顺序不符。请换成相符的矩阵。',
  'repeated-cell': '两个条目给出了同一单元格、同一矩阵，或同一行的同一数据。请只保留一个。',
  'negative-output': '某行业的产出（销售之和）为负。请更正其所在的行。',
  'zero-output': '没有产出的行业有投入或排放，或其产出过小而无法确定不为零。请更正其行或列。',
  'unproductive-table': '该表没有现实经济可能的解：某行业直接或间接耗用的投入超过其产出。请核对行与列。',
  'bad-concordance': '对照表未将每个行业恰好列出一次，或拆分了地区或行业。请更正对照表的行。',
  'bad-groups':
    '分组名单含有表中没有的地区或部门、将同一成员归入两组、有空组，或组名与其他地区重名。请更正名单。',
  'bad-stressor-gas': '关于排放项所属气体的行重复，或给出的是另一气体的质量或不是质量。请更正其中一行。',
  'mixed-currencies': '表中的流量或余额采用了不同的货币。请换算为同一种货币。',
  'other-table': '相比较的两张表的行业、排放项、单位或账户不同。请将两者调整为同一分类。',
  'other-total': '来源所载的合计与其各项之和不符，且超出修约误差。请更正某行，或不提供该合计。',
  'too-large': '求解该表所需内存超过引擎一次可用的上限。请减少排放项，或合并地区或行业。',
  'too-few-digits': '误差界无法保证所要求的位数。请减少位数，或将参数“无法保证的数字位”设为减少显示位数。',
  'missing-entity': '某行、核算结果或法人行所指的主体没有法人行。请添加法人行，或设置参数“报告组织”。',
  'entity-cycle': '某法人经其持有者又持有自身。请更正 detail.heldBy。',
  'ambiguous-entity':
    '两行法人行说明同一持有者在同一时间如何持有某法人，或有两个持有者完全控制它。请更正其中一行。',
  'excess-interest': '各持有者的权益合计超过 1。请更正其中一项。',
  'counted-twice':
    '同一主体或工厂由两份结果（或结果与数据行）重复覆盖，或同一数据计入差额的两个部分。请去掉其中一个。',
  'attribution-above-one': '对被投资方的余额超过其价值，计入的排放将超过全部。请更正余额或价值。',
  'missing-price-year': '金额未注明价格年份。请在货币后写明年份，例如 {EUR-2019}。',
  'mixed-consolidation': '相加或相比的数据采用了不同的合并方法。请用同一方法重新计算。',
  'mixed-coverage': '基准年覆盖的法人、范围、类别或排除项与本次计算不同。请重新计算，或逐一调整。',
  'no-co2e':
    '要求采用潜势数据集，但没有数据是其中气体的质量。请在排放项单位中注明气体，或不设置“全球变暖潜势”。',
  'mixed-conditions': '气体体积与其因子的温度条件不同。请在 detail.factors 中指明换算到因子条件的系数。',
  'two-origins': '燃料使用既注明了来源，又有生物质比例加以划分。请只保留一种。',
  'bad-stream': '工厂的某条物料流没有起止端，或其起止端、处理方式与转移相互矛盾。请更正该行。',
  'bad-meter':
    '计量表在同一时间有两个读数或两条物料流，读数或校准所指的时间或计量表不存在，或物料流与计量表都注明了不确定度。请更正或删去该行。',
  'outside-rules': '所选规则集不适用于工厂的某条物料流（时间或去向）。请改用其他规则集，或更正该物料流。',
  'unit-makes-carbon': '离开工厂某单元的碳（物料流与 CO₂）多于进入的碳。请更正数量或含碳量，或补充物料流。',
  'bad-scenario': '情景重名，或其某项变更没有对应的行、对应多行或没有改变任何内容。请在参数“情景”中更正。',
  'missing-uncertainty': '参与流量协调的物料流未注明不确定度。请填写 detail.uncertainty。',
  'bad-balance': '用于协调的平衡缺少一侧的物料流，或所指的物料流或单元不存在。请更正，或从参数中删去该平衡。',
  'singular-weights':
    '流量的不确定度不足以判断由哪一条来调整平衡：平衡不闭合而其流量均无不确定度，或该平衡可由其他平衡推出。请更正某个不确定度，或删去一个平衡。',
  'missing-process':
    '所需的产品没有过程生产，或废物没有过程处理。请添加该过程、更正名称，或在参数“截断”中列出。',
  'ambiguous-process': '同一产品由多个过程生产，且未说明由哪一个供应。请在 detail.provider 或参数中指明。',
  'bad-exchange':
    '过程的某项投入或产出与其他内容矛盾：产出为零、产品在别处是废物，或同时为所需与避免。请更正该行。',
  'bad-allocation':
    '过程有多种产品，但未说明如何分摊，或所声明的比例之和不为 1。请更正，或设置参数“多产品过程”。',
  'unproductive-process':
    '某些过程直接或间接耗用的产品不少于其产量，因此无法供应任何产品。请更正数量或单位。',
  'not-comparable':
    '只有功能、数量、系统边界和规则相同的产品才能比较。请为两者填写相同的功能和边界，或从“比较”中删去这一对。',
  'bad-land':
    '土地数据相互矛盾：同一土地单元有两个类别或两个面积、缺少面积、只有一期碳储量，或土壤只给出部分水平。请更正该行。',
  'land-area-lost': '某类土地的面积年度变化超过其转换所能说明的数量。请添加土地转换行，或更正面积。',
  'bad-shares': '工厂单元各产品的比例之和不为 1。请更正其 plant-unit 行的数值。',
  'missing-year': '年度序列有缺口，或早于与其相加的其他序列结束。请补充该年份的行，没有则填 0。',
  'missing-start':
    '没有注明木制品首年之前的存量，或注明的是另一年。请添加 opening-stock 行，或设置 parameters.wood.start。',
  'mixed-gases': '同一数据将混合不同气体的数量。请使用相同气体的因子。',
};

/** Codes whose messages name parameters of a file, or a place that is elsewhere on a page. */
const ENGLISH = {
  'missing-document':
    'The method needs a document that is not here. Fetch it or give its file above, under Documents. Then compute again.',
  'bad-document':
    'The engine can’t read a document: its file is not the matrix that the rows describe. Ask its party; if you gave a file, give that of the right hash.',
  'co2-only-factor':
    'A factor of CO₂ alone would count in a total of CO₂e. Allow it in the parameter “Figures of CO₂ alone”, or choose factors with all gases.',
  'not-comparable':
    'Products are compared only where they do the same and cover the same part of the life cycle. State one function and one boundary for both in the parameter “Functional units”, or take the pair out of “Compared”.',
  'mixed-bases':
    'A total would have parts with and without the emissions of a whole life cycle. Allow it in the parameter “Figures with different bases”, or choose factors with one basis.',
} satisfies Readonly<Partial<Record<RunFaultCode, string>>>;

export const useRunFaults = defineFaults(CHINESE, ENGLISH);
