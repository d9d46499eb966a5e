/** Words of the check that a browser makes of a whole battery history. */
export const verifyEn = {
  button: "Verify",
  again: "Verify again",
  willDo: "Fetches the evidence, reads roots and keys from the chain, and checks every record here.",
  title: "What was checked",
  holds: (id: string, percent: string, cycles: string) =>
    `${id} is proven: health ${percent} by its last discharge, after ${cycles} full cycles`,
  holdsEmpty: (id: string) => `${id} is proven to have no cycle yet`,
  fails: (id: string) => `${id} is refused`,
  refusedFile: "The file is refused",
  unable: "The check could not be made",
  noFault: "no fault found",
  checks: {
    chain: "Chain",
    passport: "Passport",
    signatures: "Signatures",
    sequence: "Sequence",
    links: "Links",
    inclusion: "Inclusion proofs",
    roots: "Anchored roots",
    status: "Device status",
    counters: "Counters",
    corrections: "Corrections",
    events: "Harmful events",
    checkpoint: "Checkpoint",
  },
  did: {
    chain: "chain, genesis and directory are those that you trust",
    passport: "every fact is as the maker stated it on the chain",
    signatures: (count: number, shown: string) =>
      `${shown} ${count === 1 ? "signature" : "signatures"} by the device’s own key`,
    sequence: (from: string, to: string) => `records ${from} to ${to}, none missing, none doubled`,
    sequenceWithGaps: (from: string, to: string, missing: string) =>
      `records ${from} to ${to}; ${missing} never came, and anchored gaps say so`,
    links: (count: number, shown: string) =>
      count === 1 ? "the record begins the history" : `${shown} records, each naming the one before`,
    linkOfOne: "the record’s link follows from its salt; the record before it is not in the file",
    inclusion: (count: number, shown: string) =>
      `${shown} ${count === 1 ? "proof leads" : "proofs lead"} to the root of the record’s batch`,
    roots: (count: number, shown: string) => `${shown} ${count === 1 ? "root stands" : "roots stand"} on the chain`,
    status: (count: number, shown: string) =>
      `${shown} ${count === 1 ? "device was" : "devices were"} active whenever a batch was anchored`,
    counters: (cycles: string) => `running counters follow from the records; ${cycles} full cycles`,
    noCorrections: "no record corrects another",
    corrections: (count: number, shown: string) =>
      `${shown} ${count === 1 ? "record corrects an earlier one and says" : "records correct earlier ones and say"} why`,
    events: "every cycle beyond the maker’s limits is counted as such",
    checkpoint: (sequence: string) => `the history reaches the chain’s checkpoint at record ${sequence}`,
    partCheckpoint: (sequence: string) => `the part ends before the chain’s checkpoint at record ${sequence}`,
    noCheckpoint: "the chain holds no checkpoint: later records may be withheld",
  },
  faultsOf: (count: number, shown: string) => `${shown} ${count === 1 ? "fault" : "faults"}`,
  fromChain: (rpcUrl: string, block: string) => `Trusted roots read from ${rpcUrl} at block ${block}.`,
  fromFile: (name: string, block: string) => `Trusted roots read from your file ${name}, written at block ${block}.`,
  unsealed: "This chain seals no blocks: trust in the roots is trust in the node that you read them from.",
  drop: {
    title: "Check a file that you were handed",
    notRecognised: (name: string) => `${name} is neither evidence nor roots.`,
    onlyRoots: "A roots file says what to trust; add the evidence file that it shall judge.",
  },
  problems: {
    NodeUnreachable: {
      message: (rpcUrl: string) => `The node at ${rpcUrl} did not answer.`,
      next: "Check that it runs and allows this page, or name another node under “Where trust comes from”.",
    },
    DirectoryMissing: {
      message: (_facts: string) => "The node’s chain has no contract at the trusted directory’s address.",
      next: "Name the directory of the deployment on that chain, or another node, under “Where trust comes from”.",
    },
    EvidenceUnreadable: {
      message: "The file is cut short, was changed, or is no evidence file.",
      next: "Ask for the file again, as it was exported.",
    },
    SchemaUnsupported: {
      message: "The file is of another format or version than this page reads.",
      next: "Check that it is the right file; a newer one needs a newer page.",
    },
    EvidenceTooLarge: {
      message: "The file holds something larger than evidence can be.",
      next: "Ask for the history in parts, or refuse the file.",
    },
    EvidenceHeadLate: {
      message: "The file says what it is about only after its records.",
      next: "Ask for the file as `wattproof battery export` writes it.",
    },
    RootsUnreadable: {
      message: "The roots file is cut short, was changed, or is none.",
      next: "Export the roots again from a node that you trust.",
    },
    EvidenceUnavailable: {
      message: "The service did not hand over the evidence.",
      next: "Try again; if it stays, ask the battery’s keeper for the file and drop it here.",
    },
    CheckStopped: {
      message: "The check stopped for a reason that this page did not foresee.",
      next: "Reload the page and try again; nothing was changed anywhere.",
    },
  },
};

export const verifyNb: typeof verifyEn = {
  button: "Sjekk",
  again: "Sjekk igjen",
  willDo: "Henter beviset, leser røtter og nøkler fra kjeden, og sjekker hver måling her.",
  title: "Hva som ble sjekket",
  holds: (id, percent, cycles) => `${id} er bevist: helse ${percent} etter siste utlading, ${cycles} fulle sykluser`,
  holdsEmpty: (id) => `${id} er bevist å ikke ha noen syklus ennå`,
  fails: (id) => `${id} avvises`,
  refusedFile: "Filen avvises",
  unable: "Sjekken lot seg ikke gjøre",
  noFault: "ingen feil funnet",
  checks: {
    chain: "Kjede",
    passport: "Pass",
    signatures: "Signaturer",
    sequence: "Rekkefølge",
    links: "Lenker",
    inclusion: "Inklusjonsbevis",
    roots: "Forankrede røtter",
    status: "Enhetens status",
    counters: "Tellere",
    corrections: "Rettelser",
    events: "Skadelige hendelser",
    checkpoint: "Sjekkpunkt",
  },
  did: {
    chain: "kjede, genesis og katalog er de du stoler på",
    passport: "hver opplysning er slik produsenten oppga den på kjeden",
    signatures: (count, shown) => `${shown} ${count === 1 ? "signatur" : "signaturer"} med enhetens egen nøkkel`,
    sequence: (from, to) => `måling ${from} til ${to}, ingen mangler, ingen er dobbel`,
    sequenceWithGaps: (from, to, missing) =>
      `måling ${from} til ${to}; ${missing} kom aldri fram, og forankrede hull sier det`,
    links: (count, shown) =>
      count === 1 ? "målingen begynner historien" : `${shown} målinger, hver navngir den forrige`,
    linkOfOne: "målingens lenke følger av saltet; målingen før er ikke i filen",
    inclusion: (_count, shown) => `${shown} bevis leder til roten for målingens bunt`,
    roots: (count, shown) => `${shown} ${count === 1 ? "rot" : "røtter"} står på kjeden`,
    status: (_count, shown) =>
      `${shown} ${shown === "1" ? "enhet" : "enheter"} var aktiv hver gang en bunt ble forankret`,
    counters: (cycles) => `løpende tellere følger av målingene; ${cycles} fulle sykluser`,
    noCorrections: "ingen måling retter en annen",
    corrections: (count, shown) =>
      `${shown} ${count === 1 ? "måling retter en tidligere og sier" : "målinger retter tidligere og sier"} hvorfor`,
    events: "hver syklus utenfor produsentens grenser er talt med",
    partCheckpoint: (sequence) => `delen slutter før kjedens sjekkpunkt ved måling ${sequence}`,
    checkpoint: (sequence) => `historien når kjedens sjekkpunkt ved måling ${sequence}`,
    noCheckpoint: "kjeden har ikke noe sjekkpunkt: senere målinger kan være holdt tilbake",
  },
  faultsOf: (_count, shown) => `${shown} feil`,
  fromChain: (rpcUrl, block) => `Tillitsrøtter lest fra ${rpcUrl} ved blokk ${block}.`,
  fromFile: (name, block) => `Tillitsrøtter lest fra din fil ${name}, skrevet ved blokk ${block}.`,
  unsealed: "Denne kjeden forsegler ingen blokker: tillit til røttene er tillit til noden du leser dem fra.",
  drop: {
    title: "Sjekk en fil du har fått",
    notRecognised: (name) => `${name} er verken bevis eller røtter.`,
    onlyRoots: "En rotfil sier hva man stoler på; legg til bevisfilen som den skal dømme.",
  },
  problems: {
    NodeUnreachable: {
      message: (rpcUrl) => `Noden på ${rpcUrl} svarte ikke.`,
      next: "Se etter at den kjører og slipper denne siden til, eller oppgi en annen node under «Hvor tilliten kommer fra».",
    },
    DirectoryMissing: {
      message: (_facts) => "Nodens kjede har ingen kontrakt på adressen til den betrodde katalogen.",
      next: "Oppgi katalogen til utrullingen på den kjeden, eller en annen node, under «Hvor tilliten kommer fra».",
    },
    EvidenceUnreadable: {
      message: "Filen er avkortet, endret, eller ingen bevisfil.",
      next: "Be om filen igjen, slik den ble eksportert.",
    },
    SchemaUnsupported: {
      message: "Filen har et annet format eller en annen versjon enn denne siden leser.",
      next: "Se etter at det er riktig fil; en nyere trenger en nyere side.",
    },
    EvidenceTooLarge: {
      message: "Filen har noe som er større enn bevis kan være.",
      next: "Be om historien i deler, eller avvis filen.",
    },
    EvidenceHeadLate: {
      message: "Filen sier først etter målingene hva den gjelder.",
      next: "Be om filen slik `wattproof battery export` skriver den.",
    },
    RootsUnreadable: {
      message: "Rotfilen er avkortet, endret, eller ingen rotfil.",
      next: "Eksporter røttene igjen fra en node du stoler på.",
    },
    EvidenceUnavailable: {
      message: "Tjenesten ga ikke fra seg beviset.",
      next: "Prøv igjen; hvis det vedvarer, be batteriets innehaver om filen og slipp den her.",
    },
    CheckStopped: {
      message: "Sjekken stoppet av en grunn siden ikke forutså.",
      next: "Last siden på nytt og prøv igjen; ingenting ble endret noe sted.",
    },
  },
};
