import { type Hex, ZERO_HASH } from "../../hex.js";
import type { SupplyTerms } from "./types.js";

/** The registered agreements. */
export class AgreementBook {
  readonly #byNumber = new Map<number, SupplyTerms>();
  readonly #byExportMeter = new Map<Hex, SupplyTerms[]>();
  readonly #byImportMeter = new Map<Hex, SupplyTerms[]>();

  add(terms: SupplyTerms): void {
    this.#byNumber.set(terms.number, terms);
    put(this.#byExportMeter, terms.exportMeter, terms);
    put(this.#byImportMeter, terms.importMeter, terms);
  }

  get(number: number): SupplyTerms | undefined {
    return this.#byNumber.get(number);
  }

  /** The period that all agreements of an export meter share at the end of an interval; undefined if none is in force. */
  periodAt(exportMeter: Hex, endS: bigint): bigint | undefined {
    return this.#ofSupplier(exportMeter).find((of) => overlaps(of, endS - 1n, endS))?.settlementPeriodS;
  }

  /** Agreements of a supplier whose window holds the whole interval, in ascending order of their numbers. */
  roster(exportMeter: Hex, startS: bigint, endS: bigint): SupplyTerms[] {
    return this.#ofSupplier(exportMeter).filter((of) => holds(of, startS, endS));
  }

  /** Whether a supplier serves anybody between two times. */
  serves(exportMeter: Hex, fromS: bigint, toS: bigint): boolean {
    return this.#ofSupplier(exportMeter).some((of) => overlaps(of, fromS, toS));
  }

  /** A consumer's agreements with neighbours that overlap a time. */
  ofConsumer(importMeter: Hex, fromS: bigint, toS: bigint): SupplyTerms[] {
    return (this.#byImportMeter.get(importMeter) ?? []).filter(
      (of) => of.exportMeter !== ZERO_HASH && overlaps(of, fromS, toS),
    );
  }

  /** The agreement of an import meter with a grid supplier that holds the whole interval. */
  gridSupply(importMeter: Hex, startS: bigint, endS: bigint): SupplyTerms | undefined {
    return (this.#byImportMeter.get(importMeter) ?? []).find(
      (of) => of.exportMeter === ZERO_HASH && holds(of, startS, endS),
    );
  }

  #ofSupplier(exportMeter: Hex): readonly SupplyTerms[] {
    return this.#byExportMeter.get(exportMeter) ?? [];
  }
}

function holds(of: SupplyTerms, startS: bigint, endS: bigint): boolean {
  return of.startS <= startS && endS <= of.endS;
}

/** An agreement that was ended before its start has an empty window and overlaps nothing. */
function overlaps(of: SupplyTerms, fromS: bigint, toS: bigint): boolean {
  return of.startS < of.endS && fromS < toS && of.startS < toS && fromS < of.endS;
}

/** Adds an agreement to a list by number, in place of what had the number. */
function put(lists: Map<Hex, SupplyTerms[]>, key: Hex, terms: SupplyTerms): void {
  const others = (lists.get(key) ?? []).filter(({ number }) => number !== terms.number);
  lists.set(
    key,
    [...others, terms].sort((a, b) => a.number - b.number),
  );
}
