const STRICT =
  /^(?:(?:grand|sub|overall|site|fy|annual|ytd)[\s-]*)*totals?(?:\s+\d{4})?(?:\s*\([^()]{1,12}\))?\s*:?$|^sum\s*:?$|\S[\s:–—-]+(?:sub-?|grand[\s-])?totals?$|\S\s+(?:gesamt|summe|insgesamt)$|^(?:zwischensumme|sous[\s-]total)\b|^(?:sub|grand)[\s-]?totals?\b|^(?:(?:zwischen|gesamt)?summe|gesamt|sous-total|totale|suma|razem)\s*:?$|^\*+$|^(?:合计|总计|小计|共计|全年|综合能源消费量|综合能耗)|(?:合计|总计|小计)[:：]?$/i;
const LOOSE = /^(?:totals?|ytd|year[- ]to[- ]date|summe|gesamt|somme|suma|razem)\b/i;
const MEAN = /^(?:mean|average|avg|durchschnitt|mittelwert|moyenne|media|średnia)\b|^平均/i;

/** Whether a name says that it adds up others, in English or Chinese. */
export function isTotalName(name: string): boolean {
  return STRICT.test(name.trim());
}

/** Whether a name says that it is the mean of others. */
export function isMeanName(name: string): boolean {
  return MEAN.test(name.trim());
}

/** Whether it may do so: `Total electricity` does, the company Total does not. */
export function mayBeTotal(name: string): boolean {
  return LOOSE.test(name.trim());
}
