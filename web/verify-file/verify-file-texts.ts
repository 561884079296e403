import { defineTexts } from '../language/texts.ts';

export const useVerifyFileTexts = defineTexts(
  {
    title: 'Verify',
    lead: 'See whether a carbon figure is genuine, current and assured. This file works without any server: it asks only the endpoints of the chain that you type into the policy.',
    light: 'Light',
    dark: 'Dark',
    engine: (version: string) =>
      `The engine in this file is ${version}. Compare the SHA-256 of this file with the notes of the release.`,
  },
  {
    title: '验证',
    lead: '查看碳数据是否真实、是否最新、是否经过核查。本文件无需任何服务器：只访问您在验证条件中填写的链节点。',
    light: '浅色',
    dark: '深色',
    engine: (version) => `本文件内含引擎 ${version}。请将本文件的 SHA-256 与发布说明比对。`,
  },
);
