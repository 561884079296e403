/**
 * The words of a remark in English. None of them says how much, how many, which order, which direction, better or worse, or not; none is a name
 * or a single letter, and none can be joined with another one to such a word, because a blank is between them.
 */
export const ENGLISH_WORDS: readonly string[] = `
  about account accounts accounting activity address also an and answer answers are area as ask asks assumption
  assumptions at auditor auditors basis be being beside between boundaries boundary by calculation calibration can
  cause causes cell cells certificate change changes check checked checks choice choices choose chosen clause coal
  come comes companies company computed concerns condition conditions consider consumption contract contracts
  contribution contributions country customer customers data dataset datasets date decide decided depend depends
  describe describes detail details differently do document documents does draft electricity emission emissions energy
  engine entries entry estimate evidence example explain explains explanation facilities facility factor factors
  figure figures file files find finding findings follow following follows footprint for forest form forms found fuel
  fuels from function furnace gas gases give given gives goods grid has have heat here how however if in include
  included includes industry input inputs instrument intended interval intervals into inventory invoice invoices is it
  item items its itself journey kind kinds know known land law layer ledger let life line lines link list look made
  make makes map mapping market material materials matter matters may mean meaning means measure measured measurement
  measurements meter meters method methods might month months name named names nature need needed needs note notes
  of offered on open opened opinion or organisation other others our output outputs own page pages paper part parties
  parts party path paths people period periods person picture pictures place places plan plant plants please policy
  population possible precursor procedure process processes product production products programme project proof proofs
  provided published purpose question questions read reader reading readings reason reasons record records refer
  region regions registered relevant remember report reported reporting request require required requires result
  results review rows row rule rules run runs sample samples say says scenario see seen series set sets show shown
  shows side sign signed site sites so solution some source sources stage standard standards stated statement
  statements states steel step steps stock stream streams such supplier suppliers supply system table tables take
  taken takes task territory that the their them then there therefore these they thing things this those through time
  to together tool tools topic trade transport uncertainty understand unit units until use used uses using value
  values verified verify version versions view want wants waste way ways we what when where whether which while who
  whose why will wind with within wood work works would year years you your`
  .trim()
  .split(/\s+/);
