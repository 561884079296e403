import { defineTexts } from '../../language/texts.ts';

/** The values of an error of the registry, with roles by their names in the language of the page. */
type Values = Readonly<Record<string, string>>;

/** What is wrong with a field or refused by the registry, by its code, and what to do next. */
export const useFaultTexts = defineTexts(
  {
    code: 'Code',
    refused: 'The registry refuses this',
    details: 'In its own words',
    other: 'Nothing was sent. Compare the party’s page with what you want to do.',
    fields: {
      'identifier-form':
        'Expected a scheme, a colon and a name, without spaces: for example lei:529900T8BM49AURSDO55.',
      'identifier-lei':
        'An LEI has 18 capital letters or digits and then 2 digits: for example lei:529900T8BM49AURSDO55.',
      'identifier-uscc':
        'A unified social credit code has 18 digits or capital letters, without I, O, S, V and Z: for example uscc:91350100M000100Y43.',
      'identifier-case':
        'After this scheme, only small letters, digits and . _ : - are allowed: for example urn:example.org:mycompany.',
      'identifier-check': 'The check digits do not fit: a character is mistyped. Compare it with its source.',
      'party-form':
        'Choose a party from the list, or type its identifier: for example lei:529900T8BM49AURSDO55.',
      'address-form': 'An address has 0x and then 40 digits or letters from a to f. Copy it again.',
      'address-no-checksum':
        'This address has all its letters in one case, so a mistake in it can’t be seen. Copy it as a wallet shows it, with capital and small letters.',
      'address-checksum': 'One letter is in the wrong case, or the address is wrong: copy the address again.',
    },
    refusals: {
      AccessControlUnauthorizedAccount: ({ account }: Values) =>
        `The account ${account} is not a registrar. Choose the account of a registrar in your wallet, then connect again.`,
      InvalidIdentifier: ({ identifier }: Values) =>
        `The registry does not take the identifier ${identifier}. Expected a scheme, a colon and a name: for example lei:529900T8BM49AURSDO55.`,
      IdentifierTaken: ({ identifier }: Values) =>
        `${identifier} is registered already. Give that party a key or a role instead, or use another identifier.`,
      UnknownParty: (_values: Values) =>
        'The registry has no such party. Choose one from the list, or register it first.',
      InvalidRole: (_values: Values) => 'The registry has no such role. Choose another one.',
      RoleExcluded: ({ role, other }: Values) =>
        `${other} excludes ${role}: who writes figures may not judge them. Give only one of them, and end the other first if the party has it; or register another party.`,
      RoleAlreadyOpen: ({ role }: Values) => `The party has the role already: ${role}. You need do nothing.`,
      RoleNotOpen: ({ role }: Values) => `The party does not have the role: ${role}. Nothing is to be ended.`,
      InvalidKey: (_values: Values) =>
        'The zero address can’t be a key. Enter the address of the party’s key.',
      KeyAlreadyOpen: (_values: Values) =>
        'This address is a key of the party already, or waits to be one. You need do nothing.',
      KeyNotOpen: (_values: Values) =>
        'This address is not a key of the party. Choose one of the keys on the party’s page.',
      TooManyKeys: ({ most }: Values) =>
        `The party has ${most} keys, and no more are allowed. End one that is not used, then add this one.`,
      'registry-refused': (_values: Values) =>
        'Your wallet does not pass on why. Look at the party’s page: does it have this role or key already, or not at all?',
    },
  },
  {
    code: '代码',
    refused: '登记册拒绝此操作',
    details: '登记册原文',
    other: '没有发送任何内容。请将主体页面与您要做的操作核对。',
    fields: {
      'identifier-form': '应为“体系:名称”，不含空格，例如 lei:529900T8BM49AURSDO55。',
      'identifier-lei': 'LEI 由 18 位大写字母或数字加 2 位数字组成，例如 lei:529900T8BM49AURSDO55。',
      'identifier-uscc':
        '统一社会信用代码为 18 位数字或大写字母，不含 I、O、S、V、Z，例如 uscc:91350100M000100Y43。',
      'identifier-case': '此体系之后只能使用小写字母、数字和 . _ : -，例如 urn:example.org:mycompany。',
      'identifier-check': '校验位不符：有字符输入错误。请与原始来源核对。',
      'party-form': '请从列表中选择主体，或输入其标识，例如 lei:529900T8BM49AURSDO55。',
      'address-form': '地址为 0x 加 40 位数字或 a 至 f 的字母。请重新复制。',
      'address-no-checksum':
        '此地址的字母全为同一大小写，无法发现其中的错误。请按钱包所显示的大小写混合形式复制。',
      'address-checksum': '有一个字母大小写错误，或地址有误：请重新复制地址。',
    },
    refusals: {
      AccessControlUnauthorizedAccount: ({ account }) =>
        `账户 ${account} 不是登记员。请在钱包中选择登记员账户，然后重新连接。`,
      InvalidIdentifier: ({ identifier }) =>
        `登记册不接受标识 ${identifier}。应为“体系:名称”，例如 lei:529900T8BM49AURSDO55。`,
      IdentifierTaken: ({ identifier }) =>
        `${identifier} 已登记。请为该主体添加密钥或授予角色，或使用其他标识。`,
      UnknownParty: () => '登记册中没有此主体。请从列表中选择，或先登记该主体。',
      InvalidRole: () => '登记册中没有此角色。请选择其他角色。',
      RoleExcluded: ({ role, other }) =>
        `“${other}”与“${role}”互斥：提供数据者不得评判数据。只能授予其一：若主体已有另一角色，请先终止；或另行登记一个主体。`,
      RoleAlreadyOpen: ({ role }) => `主体已具有角色“${role}”，无需操作。`,
      RoleNotOpen: ({ role }) => `主体不具有角色“${role}”，无可终止。`,
      InvalidKey: () => '零地址不能作为密钥。请输入主体密钥的地址。',
      KeyAlreadyOpen: () => '此地址已是该主体的密钥，或正在等待生效，无需操作。',
      KeyNotOpen: () => '此地址不是该主体的密钥。请选择主体页面上的某个密钥。',
      TooManyKeys: ({ most }) => `主体已有 ${most} 个密钥，不能再添加。请先终止一个不用的密钥。`,
      'registry-refused': () => '您的钱包没有转达原因。请查看主体页面：它是否已有，或根本没有此角色或密钥？',
    },
  },
);
