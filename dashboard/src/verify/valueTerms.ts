import { useSyncExternalStore } from "react";
import type { ValueTerms } from "./useValue.js";

/** What the reader typed, word for word, so that a half-typed number stays as it is. */
export interface TypedTerms {
  /** Per cent of the rated capacity. */
  readonly endOfLife: string;
  /** Per kWh still to be delivered. */
  readonly price: string;
  /** For the whole battery as material. */
  readonly scrap: string;
  readonly currency: string;
}

export const CURRENCIES = ["EUR", "NOK", "SEK", "DKK", "GBP", "USD", "CHF", "PLN"] as const;

/** 60 % is where a second life usually ends; the price is about what storage earns per kWh, and only a starting point. */
export const DEFAULT_TERMS: TypedTerms = { endOfLife: "60", price: "0.05", scrap: "0", currency: "EUR" };

const STORAGE_NAME = "wattproof.value";
const AMOUNT = /^\d{1,9}(?:[.,]\d{0,9})?$/;

/** A typed number, with a decimal point or comma; undefined if it is none. */
export function amountOf(text: string): number | undefined {
  const trimmed = text.trim();
  return AMOUNT.test(trimmed) ? Number(trimmed.replace(",", ".")) : undefined;
}

export type TermName = "endOfLife" | "price" | "scrap";

/** The first of the typed terms that is no usable number. */
export function badTerm({ endOfLife, price, scrap }: TypedTerms): TermName | undefined {
  const percent = amountOf(endOfLife);
  if (percent === undefined || percent < 1 || percent > 99) return "endOfLife";
  if (amountOf(price) === undefined) return "price";
  return amountOf(scrap) === undefined ? "scrap" : undefined;
}

/** The terms as the method takes them; undefined while one of them is no number. */
export function termsOf(typed: TypedTerms): ValueTerms | undefined {
  if (badTerm(typed) !== undefined) return undefined;
  return {
    endOfLife: (amountOf(typed.endOfLife) ?? 0) / 100,
    prices: {
      currency: typed.currency,
      perKWhThroughput: amountOf(typed.price) ?? 0,
      scrap: amountOf(typed.scrap) ?? 0,
    },
  };
}

function stored(): TypedTerms {
  try {
    const kept = JSON.parse(localStorage.getItem(STORAGE_NAME) ?? "null") as Partial<TypedTerms> | null;
    const typed = { ...DEFAULT_TERMS, ...kept };
    const known = CURRENCIES.some((currency) => currency === typed.currency);
    return known && badTerm(typed) === undefined ? typed : DEFAULT_TERMS;
  } catch {
    return DEFAULT_TERMS;
  }
}

let terms: TypedTerms | undefined;
const listeners = new Set<() => void>();

function current(): TypedTerms {
  terms ??= stored();
  return terms;
}

/** Takes what the reader typed; usable terms stay for the next visit. */
export function typeTerms(changed: Partial<TypedTerms>): void {
  terms = { ...current(), ...changed };
  try {
    if (badTerm(terms) === undefined) localStorage.setItem(STORAGE_NAME, JSON.stringify(terms));
  } catch {
    // Storage may be forbidden: the terms then last as long as the page.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** The reader's terms of valuation. */
export function useTypedTerms(): TypedTerms {
  return useSyncExternalStore(subscribe, current);
}
