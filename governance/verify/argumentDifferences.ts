import { AbiCoder, type Interface, type ParamType } from "ethers";
import { CHOSEN_KINDS, SHARES } from "../../protocol/governance/proposalKinds.js";
import type { Hex } from "../../protocol/hex.js";

/** A value of a constructor's arguments that is not as it was agreed on. */
export interface ArgumentDifference {
  /** Such as `terms.votingPeriodS`. */
  readonly path: string;
  readonly agreed: string;
  readonly found: string;
}

const LONGEST = 100;
const SHARE = /^terms\.shares\[(\d+)\]$/;

/**
 * Which arguments of a constructor are not as agreed; undefined if the data are no encoding of arguments at all.
 * @param agreed Encoded arguments. @param found What follows the code in the data of the creation.
 */
export function argumentDifferences(
  contract: Interface,
  agreed: Hex,
  found: Hex,
): readonly ArgumentDifference[] | undefined {
  if (agreed === found) return [];
  const { inputs } = contract.deploy;
  const coder = AbiCoder.defaultAbiCoder();
  try {
    const decoded = coder.decode(inputs, found);
    if (coder.encode(inputs, [...decoded]).toLowerCase() !== found) return undefined;
    const expected = coder.decode(inputs, agreed);
    return inputs.flatMap((type, at) => differences(type, type.name, expected[at], decoded[at]));
  } catch {
    // Whoever created it wrote the bytes: that they are no arguments is an answer, not a failure.
    return undefined;
  }
}

function differences(type: ParamType, path: string, agreed: unknown, found: unknown): ArgumentDifference[] {
  const { arrayChildren, components } = type;
  if (arrayChildren !== null) {
    const [a, b] = [agreed as readonly unknown[], found as readonly unknown[]];
    const length =
      a.length === b.length ? [] : [{ path: `the length of ${path}`, agreed: `${a.length}`, found: `${b.length}` }];
    const shared = Math.min(a.length, b.length);
    const inner = Array.from({ length: shared }, (_, at) => differences(arrayChildren, `${path}[${at}]`, a[at], b[at]));
    return [...length, ...inner.flat()];
  }
  if (components !== null) {
    const [a, b] = [agreed as readonly unknown[], found as readonly unknown[]];
    return components.flatMap((each, at) => differences(each, `${path}.${each.name}`, a[at], b[at]));
  }
  return agreed === found ? [] : [named(path, agreed, found)];
}

/** Shares are numbers by the number of a kind; people know both by words. */
function named(path: string, agreed: unknown, found: unknown): ArgumentDifference {
  const kind = CHOSEN_KINDS[Number(SHARE.exec(path)?.[1] ?? -1)];
  if (kind === undefined) return { path, agreed: textOf(agreed), found: textOf(found) };
  const share = (value: unknown) => SHARES[Number(value)] ?? String(value);
  return { path: `the share for ${kind}`, agreed: share(agreed), found: share(found) };
}

function textOf(value: unknown): string {
  const text = String(value);
  const shown = /^0x[0-9a-fA-F]{40}$/.test(text) ? text.toLowerCase() : text;
  return shown.length > LONGEST ? `${shown.slice(0, LONGEST)}…` : shown;
}
