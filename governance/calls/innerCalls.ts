import type { Hex } from "../../protocol/hex.js";
import type { CallValue, DecodedCall } from "./decodeCall.js";

interface Inner {
  readonly target: Hex;
  readonly valueWei: bigint;
  readonly data: Hex;
}

/** Calls that a call passes on, from its arguments: what it really does is in these. */
export function innerCalls(contract: string, { target }: { readonly target: Hex }, call: DecodedCall): Inner[] {
  const { args } = call;
  switch (`${contract}.${call.function}`) {
    case "AccessManager.execute":
      return [{ target: args.target as Hex, valueWei: 0n, data: args.data as Hex }];
    case "AccessManager.multicall":
      return (args.data as readonly CallValue[]).map((data) => ({ target, valueWei: 0n, data: data as Hex }));
    case "ConsortiumGovernor.relay":
      return [{ target: args.target as Hex, valueWei: args.value as bigint, data: args.data as Hex }];
    default:
      return [];
  }
}
