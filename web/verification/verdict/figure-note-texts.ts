import { defineTexts } from '../../language/texts.ts';

/** What is said below the names of figures, and below all of them. */
export const useFigureNoteTexts = defineTexts(
  {
    gases: (gases: string) => `gases: ${gases}`,
    gwpSet: (name: string) => `GWP set: ${name}`,
    consolidation: (approach: string) => `consolidated by ${approach}`,
    approaches: {
      'operational-control': 'operational control',
      'financial-control': 'financial control',
      'equity-share': 'equity share',
    },
    parts: (count: string) => `parts added: ${count}`,
    scopes: { 1: 'scope 1', 2: 'scope 2', 3: 'scope 3' },
    ofScopes: (scopes: string, count: string) => `covers ${scopes}, parts added: ${count}`,
    byRecord: {
      result: 'as the result states',
      disclosure: 'as the disclosure states',
    },
    byCited: 'as the cited result states',
    exclusions: (count: string) => `Left out, see below: ${count}`,
    warnings: (count: string) => `Warnings of the method, see below: ${count}`,
    renamed: (cited: string) => `shows ${cited} under another name`,
    renamedReason: 'Reason given:',
    exclusionsTitle: 'Left out of these figures, as their party states',
    exclusion: (what: string, reason: string) => `${what}: ${reason}`,
    warningsTitle: 'What the method warns of in these figures',
    renamedWarning: (key: string, cited: string) =>
      `The figure ${key} is not the one of that name: it shows ${cited} of the result.`,
    hints: {
      partial: 'The record can hold further figures; the file shows these only.',
      chosen: 'The party chose which figures to show.',
      marketAlone:
        'Market-based scope 2 is shown without the location-based figure. The GHG Protocol Scope 2 Guidance asks for both.',
      totalAlone: 'A total is shown without the scopes that it adds up.',
      negative: 'A figure of emissions is below zero. Removals and avoided emissions belong apart.',
    },
  },
  {
    gases: (gases) => `气体：${gases}`,
    gwpSet: (name) => `GWP 值：${name}`,
    consolidation: (approach) => `合并方法：${approach}`,
    approaches: {
      'operational-control': '运营控制权法',
      'financial-control': '财务控制权法',
      'equity-share': '股权比例法',
    },
    parts: (count) => `由 ${count} 个数据项相加`,
    scopes: { 1: '范围一', 2: '范围二', 3: '范围三' },
    ofScopes: (scopes, count) => `涵盖${scopes}，由 ${count} 个数据项相加`,
    byRecord: { result: '以核算结果所述为准', disclosure: '以披露自身所述为准' },
    byCited: '以所引核算结果所述为准',
    exclusions: (count) => `未计入 ${count} 项，见下文`,
    warnings: (count) => `方法给出 ${count} 条提示，见下文`,
    renamed: (cited) => `以其他名称展示 ${cited}`,
    renamedReason: '所述理由：',
    exclusionsTitle: '主体声明未计入以下内容',
    exclusion: (what, reason) => `${what}：${reason}`,
    warningsTitle: '计算方法对这些数据给出的提示',
    renamedWarning: (key, cited) => `数据项 ${key} 并非该名称所指的数据：它展示的是核算结果中的 ${cited}。`,
    hints: {
      partial: '记录可能还有其他数据，文件仅展示这些。',
      chosen: '展示哪些数据由该主体自行选择。',
      marketAlone: '仅展示基于市场的范围二，未展示基于位置的数值。《GHG Protocol 范围二指南》要求两者并列。',
      totalAlone: '仅展示合计，未展示构成合计的各范围。',
      negative: '有排放数值小于零。清除量和避免的排放应单独列报。',
    },
  },
);
