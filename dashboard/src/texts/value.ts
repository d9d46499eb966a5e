/** Words of the residual value: what a history says is left in a battery. */
export const valueEn = {
  worth: {
    title: "Worth",
    range: (low: string, high: string) => `${low} to ${high}`,
    note: (middle: string, low: string, high: string, threshold: string) =>
      `expected ${middle}; ${low} to ${high} more cycles until ${threshold} of the rated capacity`,
    cyclesLeft: (range: string) => `${range} cycles`,
    computing: "Estimating",
    none: "No value stated",
    noneFaulty: "A history that does not hold is nothing to value a battery by.",
    noneEmpty: "The file holds no charge cycle.",
    ended: "Its life has ended",
    endedNote: (health: string, threshold: string) =>
      `at ${health} of the rated capacity it is below your end of life of ${threshold}; what is left is its material`,
    noEnergy: "The records state no energy, so cycles can be estimated but not money.",
  },
  title: "Residual value",
  intro: "What the battery’s own history says is left in it, at your prices.",
  terms: "Your terms",
  endOfLife: "End of life",
  endOfLifeUnit: "% of rated capacity",
  price: "Price",
  priceUnit: (currency: string) => `${currency} per kWh still to be delivered`,
  scrap: "Material",
  scrapUnit: (currency: string) => `${currency} for the battery in the end`,
  currency: "Currency",
  startingPoints: "Starting points, not market prices: put in your own. They stay in this browser.",
  bad: {
    endOfLife: "Give the end of life as a percentage from 1 to 99.",
    price: "Give the price as a number of zero or more.",
    scrap: "Give the material value as a number of zero or more.",
  },
  caption: "Residual value as a range",
  what: "What is left",
  low: "Low",
  lowHint: "p10: one battery in ten does worse",
  middle: "Expected",
  middleHint: "p50: as many do better as worse",
  high: "High",
  highHint: "p90: one battery in ten does better",
  cycles: "Remaining cycles",
  energy: "Remaining energy",
  worthRow: "Worth",
  refused: "The method refuses to guess",
  brokeOff: "The estimate broke off",
  refusals: {
    ValueInputInvalid: {
      message:
        "A term, the passport’s rated capacity or the numbering of the cycles is nothing that the method can take.",
      next: "Correct the terms; if they are right, have the battery tested on a bench.",
    },
    ValueHistoryTooShort: {
      message: (usable: string, needed: string) =>
        `The history has ${usable} usable cycles; an estimate needs ${needed}.`,
      next: "Ask for a longer history, or have the battery tested on a bench.",
    },
    ValueHistoryStartMissing: {
      message: (firstCycle: string, latestFirstCycle: string) =>
        `The history begins at cycle ${firstCycle}. To know how far the battery has faded, it has to begin by cycle ${latestFirstCycle}.`,
      next: "Ask the keeper for the complete history, from the factory gate on.",
    },
    ValueHistoryIsPart: {
      message: "The file is a part of the battery’s history, and what it leaves out may be its decline.",
      next: "Ask the keeper for the complete history; a part proves its own records and no more.",
    },
    ValueTodayUnknown: {
      message: (cycles: string) =>
        `The last ${cycles} cycles gave no discharge like those before: they were cut short or the battery has collapsed, which nobody can tell apart.`,
      next: "Have it discharged fully once more and ask again, or have it tested on a bench.",
    },
    ValueHistoryTooPatchy: {
      message: "Too few of the cycles are full discharges to draw a fade curve through.",
      next: "Ask for full discharges, such as capacity checks, or have the battery tested on a bench.",
    },
    ValueNoFadeYet: {
      message: (fade: string, detectable: string) =>
        `The battery has faded by ${fade}; below ${detectable} fade cannot be told from chance.`,
      next: "It is as good as new by its history. Ask again when it has faded.",
    },
    ValueEndOfLifeUnsupported: {
      message: (ofReference: string, lowest: string) =>
        `Your end of life is ${ofReference} of what the battery gave at first; the method knows lives down to ${lowest}.`,
      next: "Choose a higher end of life.",
    },
  },
  method: "Method",
  methodTitle: "What the method does",
  methodSteps: {
    clean: "It leaves out discharges that were cut short or measured implausibly high, by their neighbours.",
    compare:
      "It compares the last discharges with the first five and with the peak: that is how far the battery has faded.",
    curve:
      "It fits how the fade grows with the battery’s age, and lets it grow faster ahead, since cells fade with a knee.",
    range:
      "It follows that curve to your end of life. Low and high are set so that they held for four in five cells that it had not seen.",
    money: "Energy is cycles times what each still delivers; money is energy times your price, and the material.",
  },
  methodPage: (page: string) => `The whole method by hand, and how far off it has been: ${page}.`,
  basis: (used: string, given: string) => `Rests on ${used} of ${given} cycles.`,
  leftOut: {
    noMeasurement: (shown: string) => `${shown} without a measurement`,
    partialDischarge: (shown: string) => `${shown} not fully discharged`,
    aboveItsNeighbours: (shown: string) => `${shown} measured implausibly high`,
  },
  leftOutNames: (list: string) => `Left out: ${list}.`,
  reference: (now: string, first: string) => `${now} now, ${first} at the start (median of five discharges each).`,
  notAdvice: "A range from other batteries’ lives, not an appraisal: heat, storage and abuse to come are not in it.",
};

export const valueNb: typeof valueEn = {
  worth: {
    title: "Verdi",
    range: (low, high) => `${low} til ${high}`,
    note: (middle, low, high, threshold) =>
      `ventet ${middle}; ${low} til ${high} sykluser til før ${threshold} av merkekapasiteten`,
    cyclesLeft: (range) => `${range} sykluser`,
    computing: "Anslår",
    none: "Ingen verdi oppgitt",
    noneFaulty: "En historie som ikke holder, er ikke noe å verdsette et batteri etter.",
    noneEmpty: "Filen har ingen ladesyklus.",
    ended: "Levetiden er over",
    endedNote: (health, threshold) =>
      `med ${health} av merkekapasiteten er det under din grense på ${threshold}; igjen er bare materialet`,
    noEnergy: "Målingene oppgir ingen energi, så sykluser kan anslås, men ikke penger.",
  },
  title: "Restverdi",
  intro: "Hva batteriets egen historie sier er igjen i det, til dine priser.",
  terms: "Dine vilkår",
  endOfLife: "Levetidsslutt",
  endOfLifeUnit: "% av merkekapasiteten",
  price: "Pris",
  priceUnit: (currency) => `${currency} per kWh det ennå vil levere`,
  scrap: "Materiale",
  scrapUnit: (currency) => `${currency} for batteriet til slutt`,
  currency: "Valuta",
  startingPoints: "Utgangspunkter, ikke markedspriser: sett inn dine egne. De blir i denne nettleseren.",
  bad: {
    endOfLife: "Oppgi levetidsslutt som en prosent fra 1 til 99.",
    price: "Oppgi prisen som et tall på null eller mer.",
    scrap: "Oppgi materialverdien som et tall på null eller mer.",
  },
  caption: "Restverdi som et spenn",
  what: "Hva som er igjen",
  low: "Lavt",
  lowHint: "p10: ett av ti batterier gjør det dårligere",
  middle: "Ventet",
  middleHint: "p50: like mange gjør det bedre som dårligere",
  high: "Høyt",
  highHint: "p90: ett av ti batterier gjør det bedre",
  cycles: "Gjenstående sykluser",
  energy: "Gjenstående energi",
  worthRow: "Verdi",
  refused: "Metoden nekter å gjette",
  brokeOff: "Anslaget ble avbrutt",
  refusals: {
    ValueInputInvalid: {
      message: "Et vilkår, passets merkekapasitet eller syklusenes numre er ikke noe metoden kan ta imot.",
      next: "Rett vilkårene; er de riktige, få batteriet testet i benk.",
    },
    ValueHistoryTooShort: {
      message: (usable, needed) => `Historien har ${usable} brukbare sykluser; et anslag trenger ${needed}.`,
      next: "Be om en lengre historie, eller få batteriet testet i benk.",
    },
    ValueHistoryStartMissing: {
      message: (firstCycle, latestFirstCycle) =>
        `Historien begynner ved syklus ${firstCycle}. For å vite hvor mye batteriet har tapt, må den begynne innen syklus ${latestFirstCycle}.`,
      next: "Be innehaveren om hele historien, fra fabrikkporten av.",
    },
    ValueHistoryIsPart: {
      message: "Filen er en del av batteriets historie, og det den utelater, kan være nedgangen.",
      next: "Be innehaveren om hele historien; en del beviser sine egne målinger og ikke mer.",
    },
    ValueTodayUnknown: {
      message: (cycles) =>
        `De siste ${cycles} syklusene ga ingen utlading som de før: enten ble de avbrutt, eller så har batteriet brutt sammen, og ingen kan se forskjellen.`,
      next: "Få det fullt utladet én gang til og spør igjen, eller få det testet i benk.",
    },
    ValueHistoryTooPatchy: {
      message: "For få av syklusene er fulle utladinger til å trekke en kurve gjennom.",
      next: "Be om fulle utladinger, som kapasitetstester, eller få batteriet testet i benk.",
    },
    ValueNoFadeYet: {
      message: (fade, detectable) =>
        `Batteriet har tapt ${fade}; under ${detectable} kan tap ikke skilles fra tilfeldigheter.`,
      next: "Etter historien er det så godt som nytt. Spør igjen når det har tapt kapasitet.",
    },
    ValueEndOfLifeUnsupported: {
      message: (ofReference, lowest) =>
        `Din levetidsslutt er ${ofReference} av det batteriet ga først; metoden kjenner liv ned til ${lowest}.`,
      next: "Velg en høyere levetidsslutt.",
    },
  },
  method: "Metode",
  methodTitle: "Hva metoden gjør",
  methodSteps: {
    clean: "Den utelater utladinger som ble avbrutt eller målt usannsynlig høyt, etter naboene.",
    compare: "Den sammenligner de siste utladingene med de fem første og med toppen: så mye har batteriet tapt.",
    curve:
      "Den finner hvordan tapet vokser med alderen, og lar det vokse raskere framover, siden celler faller i et kne.",
    range:
      "Den følger kurven til din levetidsslutt. Lavt og høyt er satt slik at de holdt for fire av fem celler den ikke hadde sett.",
    money: "Energi er sykluser ganger det hver ennå leverer; penger er energi ganger din pris, og materialet.",
  },
  methodPage: (page) => `Hele metoden for hånd, og hvor mye den har bommet: ${page}.`,
  basis: (used, given) => `Bygger på ${used} av ${given} sykluser.`,
  leftOut: {
    noMeasurement: (shown) => `${shown} uten måling`,
    partialDischarge: (shown) => `${shown} ikke helt utladet`,
    aboveItsNeighbours: (shown) => `${shown} målt usannsynlig høyt`,
  },
  leftOutNames: (list) => `Utelatt: ${list}.`,
  reference: (now, first) => `${now} nå, ${first} i starten (median av fem utladinger hver).`,
  notAdvice: "Et spenn fra andre batteriers liv, ingen takst: kommende varme, lagring og misbruk er ikke med.",
};
