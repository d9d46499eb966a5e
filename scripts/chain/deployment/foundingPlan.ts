import {
  type ArgumentType,
  type Future,
  FutureType,
  isAccountRuntimeValue,
  isContractFuture,
  isFuture,
  isRuntimeValue,
  type NamedArtifactContractAtFuture,
} from "@nomicfoundation/ignition-core";
import { decodeBytes32String } from "ethers";
import type { consortiumModule } from "../../../deploy/modules/Consortium.js";
import type { Known, Plan, PlannedPlace } from "../../../governance/index.js";
import type { Hex } from "../../../protocol/index.js";

/**
 * What a founding does on a chain, taken from the module that does it: what is checked cannot drift apart from what is
 * deployed.
 */
export function foundingPlan({ futures }: Pick<ReturnType<typeof consortiumModule>, "futures">): Plan {
  const creations: Plan["creations"][number][] = [];
  const places: PlannedPlace[] = [];
  const calls: Plan["calls"][number][] = [];
  const names = new Map<string, string>();
  for (const future of futures) {
    switch (future.type) {
      case FutureType.NAMED_ARTIFACT_CONTRACT_DEPLOYMENT:
        creations.push({ id: future.id, contract: future.contractName, args: valuesOf(future.constructorArgs) });
        break;
      case FutureType.NAMED_ARTIFACT_CONTRACT_AT:
        places.push(placeOf(future));
        break;
      case FutureType.CONTRACT_CALL:
        calls.push({ on: future.contract.id, function: future.functionName, args: valuesOf(future.args) });
        break;
      case FutureType.ENCODE_FUNCTION_CALL:
        if (future.contract.contractName === "Directory") {
          const [name, target] = future.args;
          names.set((target as Future).id, decodeBytes32String(name as string));
        }
        break;
      case FutureType.STATIC_CALL:
        break;
      default:
        throw new TypeError(`A founding's plan knows no ${future.type}`);
    }
  }
  return { creations, places, calls, names };
}

function placeOf({ id, contractName: contract, address }: NamedArtifactContractAtFuture<string>): PlannedPlace {
  if (typeof address === "string") return { id, contract, at: address.toLowerCase() as Hex };
  if (!isFuture(address) || address.type !== FutureType.STATIC_CALL) {
    throw new TypeError(`A founding's plan does not know where ${contract} is`);
  }
  return { id, contract, at: { on: address.contract.id, getter: address.functionName } };
}

function valuesOf(args: readonly ArgumentType[]): (known: Known) => readonly unknown[] {
  return (known) => args.map((each) => resolved(each, known));
}

function resolved(value: ArgumentType, known: Known): unknown {
  if (isFuture(value)) {
    if (isContractFuture(value)) return known.addressOf(value.id);
    if (value.type !== FutureType.ENCODE_FUNCTION_CALL) throw new TypeError(`A founding's plan knows no ${value.type}`);
    return known.encode(value.contract.id, value.functionName, valuesOf(value.args)(known));
  }
  // Parameters have their defaults: what members agree on is in their file, and nothing else differs.
  if (isRuntimeValue(value)) return isAccountRuntimeValue(value) ? known.deployer : value.defaultValue;
  if (Array.isArray(value)) return value.map((each) => resolved(each, known));
  if (typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolved(each, known)]));
}
