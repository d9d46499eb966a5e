import type { EvidenceFaultCode } from "../../../protocol/index.js";

/** What a fault means, and what its finder does about it; docs/errors.md says the same. */
interface FaultWords {
  readonly meaning: string;
  readonly next: string;
}

export const faultsEn: Record<EvidenceFaultCode, FaultWords> = {
  ChainMismatch: {
    meaning: "The file speaks of another chain than the one that you trust.",
    next: "Name a node of the file’s chain, or ask for evidence from yours.",
  },
  DirectoryMismatch: {
    meaning: "The file speaks of another deployment than the one that you trust.",
    next: "Check by the directory that the file names, if you trust it.",
  },
  PassportUnknown: {
    meaning: "The chain has issued no passport of this identifier.",
    next: "Refuse the file, or take newer roots if the passport is new.",
  },
  PassportMismatch: {
    meaning: "A fact of the passport is not what the maker stated on the chain.",
    next: "Refuse the file; the passport on the chain is the one that counts.",
  },
  ScopeMismatch: {
    meaning: "The file calls itself a part and is complete, or holds no record at all.",
    next: "Ask for the file as it was exported.",
  },
  BatchDuplicated: { meaning: "The file names a batch twice.", next: "Ask for the file as it was exported." },
  BatchUnreferenced: {
    meaning: "The file names a batch that none of its records is in.",
    next: "Ask for the file as it was exported.",
  },
  BatchUnknown: {
    meaning: "A record refers to a batch that the file does not name.",
    next: "Ask for the file as it was exported.",
  },
  DeviceNotBound: {
    meaning: "A record is of a device, or of a time in its life, that did not measure this battery.",
    next: "Refuse the file; the record belongs to something else.",
  },
  RecordMissing: {
    meaning: "Records are missing, and no anchored gap explains it.",
    next: "Ask for the missing records; without them the history proves nothing.",
  },
  RecordDuplicated: {
    meaning: "A record or gap is in the file twice.",
    next: "Ask for the file as it was exported.",
  },
  Equivocation: {
    meaning: "The device signed two different records of one sequence.",
    next: "Refuse the file and prove both records on the chain: that quarantines the device.",
  },
  RecordsOutOfOrder: {
    meaning: "Records do not stand in the order of their sequences.",
    next: "Ask for the file as it was exported.",
  },
  GapContradicted: {
    meaning: "A gap says that a record never came, and the file holds it.",
    next: "Refuse the file and report its publisher.",
  },
  SaltMismatch: {
    meaning: "The salts within a record do not follow from the salt beside it.",
    next: "Refuse the file; it was changed after it was signed.",
  },
  LinkMismatch: {
    meaning: "A record does not follow from the record before it.",
    next: "Refuse the file; records were changed, replaced or taken from another history.",
  },
  RootNotAnchored: {
    meaning: "A batch of the file was never anchored.",
    next: "Check again with newer roots; if it stays, refuse the file.",
  },
  DeviceNotActive: {
    meaning: "The device was suspended, revoked or in quarantine when its record was anchored.",
    next: "Refuse the record; what such a device signs is no evidence.",
  },
  SignatureInvalid: {
    meaning: "A record was not signed by the key that its device had when it was anchored.",
    next: "Refuse the file; the record was changed, or another device made it.",
  },
  ProofInvalid: {
    meaning: "An inclusion proof does not lead to the root of its batch.",
    next: "Refuse the file; the record is not what was anchored.",
  },
  CorrectionInvalid: {
    meaning: "A correction gives no reason, or names no earlier cycle of its device.",
    next: "Have the device examined; what it corrects cannot be told.",
  },
  CounterMismatch: {
    meaning: "Running counters do not follow from the records before them.",
    next: "Have the device examined; its counters cannot be relied upon.",
  },
  HarmfulEventUndeclared: {
    meaning: "A cycle went beyond the maker’s limits, and the counters do not say so.",
    next: "Have the device examined; it hides what wears the battery.",
  },
  PublishedCountersMismatch: {
    meaning: "A record’s counters are not those that its keeper published from it.",
    next: "Refuse the file; it tells another history than the one that was published.",
  },
  CheckpointMismatch: {
    meaning: "The record at the checkpoint is not the one that the chain knows.",
    next: "Refuse the file; it tells another history than the one on the chain.",
  },
  HistoryTruncated: {
    meaning: "The history ends before the chain’s checkpoint.",
    next: "Ask for the records up to the checkpoint.",
  },
};

export const faultsNb: typeof faultsEn = {
  ChainMismatch: {
    meaning: "Filen gjelder en annen kjede enn den du stoler på.",
    next: "Oppgi en node for filens kjede, eller be om bevis fra din.",
  },
  DirectoryMismatch: {
    meaning: "Filen gjelder en annen utrulling enn den du stoler på.",
    next: "Sjekk med katalogen som filen nevner, hvis du stoler på den.",
  },
  PassportUnknown: {
    meaning: "Kjeden har ikke utstedt noe pass med denne identifikatoren.",
    next: "Avvis filen, eller hent nyere røtter hvis passet er nytt.",
  },
  PassportMismatch: {
    meaning: "En opplysning i passet er ikke slik produsenten oppga den på kjeden.",
    next: "Avvis filen; det er passet på kjeden som gjelder.",
  },
  ScopeMismatch: {
    meaning: "Filen kaller seg en del og er fullstendig, eller har ingen måling.",
    next: "Be om filen slik den ble eksportert.",
  },
  BatchDuplicated: { meaning: "Filen nevner en bunt to ganger.", next: "Be om filen slik den ble eksportert." },
  BatchUnreferenced: {
    meaning: "Filen nevner en bunt som ingen av målingene er i.",
    next: "Be om filen slik den ble eksportert.",
  },
  BatchUnknown: {
    meaning: "En måling viser til en bunt som filen ikke nevner.",
    next: "Be om filen slik den ble eksportert.",
  },
  DeviceNotBound: {
    meaning: "En måling er fra en enhet, eller en tid i dens liv, som ikke målte dette batteriet.",
    next: "Avvis filen; målingen hører til noe annet.",
  },
  RecordMissing: {
    meaning: "Målinger mangler, og ikke noe forankret hull forklarer det.",
    next: "Be om målingene som mangler; uten dem beviser historien ingenting.",
  },
  RecordDuplicated: {
    meaning: "En måling eller et hull er i filen to ganger.",
    next: "Be om filen slik den ble eksportert.",
  },
  Equivocation: {
    meaning: "Enheten signerte to ulike målinger med samme nummer.",
    next: "Avvis filen og bevis begge målingene på kjeden: da settes enheten i karantene.",
  },
  RecordsOutOfOrder: {
    meaning: "Målingene står ikke i rekkefølge.",
    next: "Be om filen slik den ble eksportert.",
  },
  GapContradicted: {
    meaning: "Et hull sier at en måling aldri kom, og filen har den.",
    next: "Avvis filen og meld fra om utgiveren.",
  },
  SaltMismatch: {
    meaning: "Saltene i en måling følger ikke av saltet ved siden av.",
    next: "Avvis filen; den ble endret etter signeringen.",
  },
  LinkMismatch: {
    meaning: "En måling følger ikke av målingen før.",
    next: "Avvis filen; målinger er endret, byttet ut eller tatt fra en annen historie.",
  },
  RootNotAnchored: {
    meaning: "En bunt i filen ble aldri forankret.",
    next: "Sjekk igjen med nyere røtter; vedvarer det, avvis filen.",
  },
  DeviceNotActive: {
    meaning: "Enheten var suspendert, tilbakekalt eller i karantene da målingen ble forankret.",
    next: "Avvis målingen; det en slik enhet signerer, er ikke noe bevis.",
  },
  SignatureInvalid: {
    meaning: "En måling ble ikke signert med nøkkelen enheten hadde da den ble forankret.",
    next: "Avvis filen; målingen er endret, eller en annen enhet laget den.",
  },
  ProofInvalid: {
    meaning: "Et inklusjonsbevis leder ikke til roten for sin bunt.",
    next: "Avvis filen; målingen er ikke det som ble forankret.",
  },
  CorrectionInvalid: {
    meaning: "En rettelse oppgir ingen grunn, eller ingen tidligere syklus fra enheten.",
    next: "Få enheten undersøkt; hva den retter, kan ikke avgjøres.",
  },
  CounterMismatch: {
    meaning: "Løpende tellere følger ikke av målingene før dem.",
    next: "Få enheten undersøkt; tellerne er ikke til å stole på.",
  },
  HarmfulEventUndeclared: {
    meaning: "En syklus gikk ut over produsentens grenser, og tellerne sier det ikke.",
    next: "Få enheten undersøkt; den skjuler det som sliter på batteriet.",
  },
  PublishedCountersMismatch: {
    meaning: "Tellerne i en måling er ikke de innehaveren publiserte fra den.",
    next: "Avvis filen; den forteller en annen historie enn den publiserte.",
  },
  CheckpointMismatch: {
    meaning: "Målingen ved sjekkpunktet er ikke den kjeden kjenner.",
    next: "Avvis filen; den forteller en annen historie enn den på kjeden.",
  },
  HistoryTruncated: {
    meaning: "Historien slutter før kjedens sjekkpunkt.",
    next: "Be om målingene fram til sjekkpunktet.",
  },
};
