/** Names of figures of plants in English. */
export const ENGLISH_PLANTS = {
  /** Plants by their units and streams. */
  plant: {
    total: (plant: string) => `Plant ${plant}, total`,
    unit: (plant: string, unit: string, gas: string) => `Plant ${plant}: ${unit}, ${gas}`,
    stream: {
      in: (where: string, material: string, gas: string) => `${where}: from ${material}, ${gas}`,
      made: (where: string, material: string, gas: string) => `${where}: from making ${material}, ${gas}`,
      out: (where: string, material: string, gas: string) => `${where}: leaves in ${material}, ${gas}`,
      measured: (where: string, material: string, gas: string) => `${where}: measured in ${material}, ${gas}`,
    },
    where: (plant: string, unit: string | undefined) =>
      unit === undefined ? `Plant ${plant}` : `Plant ${plant}, ${unit}`,
    carbon: {
      in: (where: string) => `${where}: carbon that enters`,
      out: (where: string) => `${where}: carbon that leaves in streams`,
      emitted: (where: string) => `${where}: carbon that is emitted`,
      gap: (where: string) => `${where}: carbon that does not close`,
    },
    between: {
      carbon: (plant: string, from: string, to: string, material: string) =>
        `Plant ${plant}: carbon in ${material}, from ${from} to ${to}`,
      energy: (plant: string, from: string, to: string, material: string) =>
        `Plant ${plant}: ${material}, from ${from} to ${to}`,
      emissions: (plant: string, from: string, to: string, material: string) =>
        `Plant ${plant}: emissions of ${material}, from ${from} to ${to}`,
    },
    wasteGas: {
      burned: (flow: string) => `${flow}: what it gives off as a waste gas`,
      'natural-gas': (flow: string) => `${flow}: what natural gas would give off`,
      credit: (flow: string) => `${flow}: credit for the waste gas`,
    },
    attributable: (where: string) => `${where}: emissions to attribute`,
    output: (where: string, material: string) => `${where}: emissions of ${material}`,
    weight: (figure: string) => `${figure}, weight in the allocation`,
    good: {
      direct: (plant: string, good: string) => `Plant ${plant}: direct emissions of ${good}`,
      indirect: (plant: string, good: string) => `Plant ${plant}: indirect emissions of ${good}`,
    },
    rest: {
      units: (plant: string) => `Plant ${plant}: emissions of units that serve no good`,
      heat: (plant: string) => `Plant ${plant}: emissions of heat that leaves it`,
      'heat-imported': (plant: string) => `Plant ${plant}: emissions of heat from outside, taken off`,
      power: (plant: string) => `Plant ${plant}: emissions of power that it makes`,
      'waste-gas': (plant: string) => `Plant ${plant}: waste gases, emitted less attributed`,
      indirect: (plant: string) => `Plant ${plant}: of these, indirect for no good`,
    },
    attributed: (plant: string) => `Plant ${plant}: emissions of goods and of what serves none`,
    meter: (plant: string, meter: string, from: string) =>
      `Plant ${plant}: measured by ${meter} from ${from} on`,
  },
  /** Measured flows of a plant, and the balances that they are moved to fit. */
  reconcile: {
    whole: {
      fit: (plant: string) => `Plant ${plant}: how far its flows were moved (J)`,
      'fit-of-limit': (plant: string) => `Plant ${plant}: J over its 95 % limit`,
    },
    flowOf: (plant: string, from: string, to: string, material: string) =>
      `Plant ${plant}: ${material} from ${from} to ${to}`,
    flow: {
      measured: (flow: string) => `${flow}, as measured`,
      reconciled: (flow: string) => `${flow}, reconciled`,
      adjustment: (flow: string) => `${flow}, what was added`,
      stated: (flow: string) => `${flow}, not measured, as stated`,
      estimated: (flow: string) => `${flow}, estimated by balances`,
      test: (flow: string) => `${flow}, measurement test`,
    },
    second: (flow: string) => `${flow} by its second meter`,
    meters: (flow: string) => `${flow}, both meters`,
    balanceOf: (plant: string, balance: string) => `Plant ${plant}: balance ${balance}`,
    balance: {
      measured: (balance: string) => `${balance}, open as measured`,
      net: (balance: string) => `${balance}, open for its own flows`,
      reconciled: (balance: string) => `${balance}, open when reconciled`,
      test: (balance: string) => `${balance}, nodal test`,
    },
  },
};

/** The same in Simplified Chinese. */
export const CHINESE_PLANTS: typeof ENGLISH_PLANTS = {
  plant: {
    total: (plant) => `装置 ${plant} 合计`,
    unit: (plant, unit, gas) => `装置 ${plant}：${unit}，${gas}`,
    stream: {
      in: (where, material, gas) => `${where}：来自 ${material}，${gas}`,
      made: (where, material, gas) => `${where}：生产 ${material}，${gas}`,
      out: (where, material, gas) => `${where}：随 ${material} 流出，${gas}`,
      measured: (where, material, gas) => `${where}：${material} 实测，${gas}`,
    },
    where: (plant, unit) => (unit === undefined ? `装置 ${plant}` : `装置 ${plant}，${unit}`),
    carbon: {
      in: (where) => `${where}：流入的碳`,
      out: (where) => `${where}：随物料流出的碳`,
      emitted: (where) => `${where}：排放的碳`,
      gap: (where) => `${where}：未平衡的碳`,
    },
    between: {
      carbon: (plant, from, to, material) => `装置 ${plant}：${material} 中的碳，从 ${from} 到 ${to}`,
      energy: (plant, from, to, material) => `装置 ${plant}：${material}，从 ${from} 到 ${to}`,
      emissions: (plant, from, to, material) => `装置 ${plant}：${material} 的排放，从 ${from} 到 ${to}`,
    },
    wasteGas: {
      burned: (flow) => `${flow}：作为废气燃烧的排放`,
      'natural-gas': (flow) => `${flow}：以天然气计的排放`,
      credit: (flow) => `${flow}：废气抵扣`,
    },
    attributable: (where) => `${where}：待归属的排放`,
    output: (where, material) => `${where}：${material} 的排放`,
    weight: (figure) => `${figure}，分摊权重`,
    good: {
      direct: (plant, good) => `装置 ${plant}：${good} 的直接排放`,
      indirect: (plant, good) => `装置 ${plant}：${good} 的间接排放`,
    },
    rest: {
      units: (plant) => `装置 ${plant}：不服务任何产品的单元的排放`,
      heat: (plant) => `装置 ${plant}：外供热力的排放`,
      'heat-imported': (plant) => `装置 ${plant}：外购热力的排放（扣除）`,
      power: (plant) => `装置 ${plant}：自发电的排放`,
      'waste-gas': (plant) => `装置 ${plant}：废气排放减去已归属部分`,
      indirect: (plant) => `装置 ${plant}：其中不计入任何产品间接排放的部分`,
    },
    attributed: (plant) => `装置 ${plant}：各产品及无产品部分的排放合计`,
    meter: (plant, meter, from) => `装置 ${plant}：计量表 ${meter} 自 ${from} 起的计量值`,
  },
  reconcile: {
    whole: {
      fit: (plant) => `装置 ${plant}：流量调整总量（J）`,
      'fit-of-limit': (plant) => `装置 ${plant}：J 与其 95 % 限值之比`,
    },
    flowOf: (plant, from, to, material) => `装置 ${plant}：${material}，从 ${from} 到 ${to}`,
    flow: {
      measured: (flow) => `${flow}，测量值`,
      reconciled: (flow) => `${flow}，协调值`,
      adjustment: (flow) => `${flow}，调整量`,
      stated: (flow) => `${flow}，未测量，申报值`,
      estimated: (flow) => `${flow}，由平衡估算`,
      test: (flow) => `${flow}，测量检验`,
    },
    second: (flow) => `${flow}（第二计量表）`,
    meters: (flow) => `${flow}（两只计量表）`,
    balanceOf: (plant, balance) => `装置 ${plant}：平衡 ${balance}`,
    balance: {
      measured: (balance) => `${balance}，测量后的不平衡量`,
      net: (balance) => `${balance}，由本平衡流量承担的不平衡量`,
      reconciled: (balance) => `${balance}，协调后的不平衡量`,
      test: (balance) => `${balance}，节点检验`,
    },
  },
};
