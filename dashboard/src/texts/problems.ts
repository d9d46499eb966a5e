/** What the page says when something is missing, old or broken: what happened, what was kept, what to do. */
export const problemsEn = {
  offlineTitle: "No answer from Wattproof",
  offline: "The service behind this page does not answer.",
  offlineNext: "Check that it is running; the page looks for it again by itself.",
  refusedTitle: "Wattproof could not answer",
  refused: (status: string) => `The service answered with HTTP status ${status}.`,
  refusedNext: "Try again; if it stays, look into the service's log.",
  unreadableTitle: "An answer that cannot be read",
  unreadable: "The service's answer is not what this page expects.",
  unreadableNext: "Page and service may be of different versions: reload the page.",
  kept: (age: string) => `What you see was loaded ${age} ago and is kept.`,
  nothingKept: "Nothing of it had been loaded before.",
  stale: (age: string) => `Changes do not reach this page. You see how it was ${age} ago.`,
  offlineBanner: (age: string) =>
    `You are offline. You see how it was ${age} ago; checking a file that you hold still works with a roots file.`,
};

export const problemsNb: typeof problemsEn = {
  offlineTitle: "Wattproof svarer ikke",
  offline: "Tjenesten bak denne siden svarer ikke.",
  offlineNext: "Se etter at den kjører; siden leter etter den igjen av seg selv.",
  refusedTitle: "Wattproof kunne ikke svare",
  refused: (status) => `Tjenesten svarte med HTTP-status ${status}.`,
  refusedNext: "Prøv igjen; hvis det vedvarer, se i tjenestens logg.",
  unreadableTitle: "Et svar som ikke kan leses",
  unreadable: "Tjenestens svar er ikke det siden venter.",
  unreadableNext: "Siden og tjenesten kan være av ulik versjon: last siden på nytt.",
  kept: (age) => `Det du ser ble lastet for ${age} siden og er beholdt.`,
  nothingKept: "Ingenting av det var lastet før.",
  stale: (age) => `Endringer når ikke fram til siden. Du ser hvordan det var for ${age} siden.`,
  offlineBanner: (age) =>
    `Du er frakoblet. Du ser hvordan det var for ${age} siden; å sjekke en fil du har, virker fortsatt med en rotfil.`,
};
