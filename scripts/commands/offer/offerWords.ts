import type { NegotiationHistory, NegotiationRound } from "../../../deals/index.js";
import {
  changesBetween,
  counterOfferJson,
  decimalText,
  describeChanges,
  describeCondition,
  type Hex,
  milliText,
  type Offer,
  offerJson,
  PRICE_DECIMALS,
  totalDue,
} from "../../../protocol/index.js";
import { formatInstant } from "../../commandLine/instant.js";

/** Money of an offer, exact and as short as it can be. @param amount Millionths of the currency. */
export function moneyWords(amount: bigint, currency: string): string {
  return `${decimalText(amount, PRICE_DECIMALS)} ${currency}`;
}

/** An offer in words, one line each. Texts are whole, since somebody may sign them. */
export function describeOffer(offer: Offer): string[] {
  const { item, priceMicro: price, quantityMilli: quantity, currency, conditions, target } = offer;
  return [
    `  item        ${item}`,
    `  price       ${moneyWords(price, currency)} per unit`,
    `  quantity    ${milliText(quantity)}`,
    `  total       ${moneyWords(totalDue(offer), currency)}, the price times the quantity`,
    ...conditions.map((condition) => `  condition   ${describeCondition(condition)}`),
    ...(target === "" ? [] : [`  target      ${target}`]),
  ];
}

/** Which side of a negotiation an account is on. */
export function sideOf({ opening }: NegotiationHistory, account: Hex): "buyer" | "seller" {
  return account === opening.buyer ? "buyer" : "seller";
}

/** A negotiation in words. @param names Of its parties. */
export function describeNegotiation(history: NegotiationHistory, names: ReadonlyMap<Hex, string>): string[] {
  const { negotiation, opening, state, rounds, end } = history;
  const party = (account: Hex) => `${names.get(account) || "a former member"} (${account})`;
  const how = opening.isSealed ? "sealed" : "public";
  return [
    `Negotiation ${negotiation} is ${state}; ${how}.`,
    `  buyer       ${party(opening.buyer)}`,
    `  seller      ${party(opening.seller)}`,
    ...rounds.flatMap((round, at) => describeRound(history, round, rounds[at - 1])),
    ...(end === null ? [] : [`${capital(endWords(history))} at ${formatInstant(end.happened.timeS)}.`]),
    ...(state === "open" ? [nextWords(history)] : []),
  ];
}

function describeRound(history: NegotiationHistory, round: NegotiationRound, previous?: NegotiationRound): string[] {
  const { from, happened, content, unopened, termsHash } = round;
  const verb = round.round === 1 ? "offers" : "proposes";
  const head = `Round ${round.round}: the ${sideOf(history, from)} ${verb} at ${formatInstant(happened.timeS)}`;
  if (content === null) {
    const how = history.opening.isSealed ? "sealed" : "unreadable";
    return [head, `  ${unopened === null ? how : `${how}: ${unopened.message}`}`, `  terms       ${termsHash}`];
  }
  const before = previous?.content?.terms;
  const lines = before === undefined ? describeOffer(content.terms) : changeLines(before, content.terms);
  const note = content.note.text === "" ? [] : [`  note        ${content.note.text}`];
  return [head, ...lines, ...note, `  terms       ${termsHash}`];
}

function changeLines(previous: Offer, next: Offer): string[] {
  const lines = describeChanges(previous, next);
  return lines.length === 0
    ? ["  the same terms"]
    : [...lines.map((line) => `  ${line}`), `  total       ${moneyWords(totalDue(next), next.currency)}`];
}

function endWords({ state, end, opening }: NegotiationHistory): string {
  if (end === null || end.by === null) return "its time was over";
  return `the ${end.by === opening.buyer ? "buyer" : "seller"} ${state} it`;
}

function nextWords(history: NegotiationHistory): string {
  const { from, expiresAtS } = history.rounds.at(-1) ?? history.rounds[0];
  const other = from === history.opening.buyer ? "seller" : "buyer";
  return `The ${other} may accept or reject it until ${formatInstant(expiresAtS)}; either side may propose other terms.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A negotiation for JSON: what happened in each round, with its difference to the one before as a counter-offer. */
export function negotiationJson(history: NegotiationHistory, names: ReadonlyMap<Hex, string>) {
  const { negotiation, opening, state, rounds, end, head } = history;
  const last = rounds.at(-1) ?? rounds[0];
  return {
    negotiation,
    ...opening,
    buyerName: names.get(opening.buyer) ?? "",
    sellerName: names.get(opening.seller) ?? "",
    status: state,
    rounds: rounds.length,
    termsHash: last.termsHash,
    expiresAtS: last.expiresAtS,
    head,
    terms: termsJson(last),
    history: rounds.map((round, at) => roundJson(history, round, rounds[at - 1])),
    end: end && { by: end.by, ...end.happened },
  };
}

function roundJson(history: NegotiationHistory, round: NegotiationRound, previous?: NegotiationRound) {
  const { content, unopened, happened, from, expiresAtS, termsHash, noteHash } = round;
  const before = previous?.content?.terms;
  const isComparable = before !== undefined && content !== null;
  const changes = isComparable ? changesBetween(before, content.terms) : undefined;
  return {
    round: round.round,
    by: sideOf(history, from),
    from,
    ...happened,
    expiresAtS,
    termsHash,
    noteHash,
    terms: termsJson(round),
    note: content?.note.text ?? null,
    difference:
      changes && content ? counterOfferJson({ id: history.negotiation, changes, note: content.note.text }) : null,
    changes: isComparable ? describeChanges(before, content.terms) : null,
    unopened: unopened?.code ?? null,
  };
}

function termsJson({ content }: NegotiationRound) {
  if (content === null) return null;
  const { terms } = content;
  return { ...offerJson(terms), total: decimalText(totalDue(terms), PRICE_DECIMALS), salt: terms.salt };
}
