import { AbiCoder, keccak256 } from "ethers";
import { lowerHex } from "../../evidence/index.js";
import { asciiWordText, type Hex, hashOfPair, ZERO_HASH } from "../../protocol/index.js";
import { DeliveryHistoryBroken } from "../errors.js";
import type { ToldEvent } from "../toldEvents.js";
import type { RouteStep } from "./delivery.js";

/** What storage says of a delivery's route. */
interface Kept {
  readonly count: number;
  readonly head: Hex;
}

const POINT = "tuple(bytes32 place,int32 latitudeE7,int32 longitudeE7,uint48 atS)";

/**
 * Route points and hand-overs that events tell of, if they lead to the head in storage.
 * @throws DeliveryHistoryBroken
 */
export function routeOf(delivery: Hex, told: readonly ToldEvent[], { count, head }: Kept): RouteStep[] {
  const broken = (reason: string) => new DeliveryHistoryBroken(delivery, reason);
  const steps = told.filter(({ event }) => event.name === "RoutePointAdded" || event.name === "CustodyAccepted");
  if (steps.length < count) throw broken("leaves out a step of the route");
  if (steps.length > count) throw broken("adds a step to the route");
  const replayed = steps.reduce<Hex>((before, step) => hashOfPair(before, hashOf(step)), ZERO_HASH);
  if (replayed !== head) throw broken("alters a step of the route");
  return steps.map(stepOf);
}

/** As `IDeliveryMonitor` says that steps are hashed. */
function hashOf({ event: { name, args }, happened }: ToldEvent): Hex {
  const encoded =
    name === "RoutePointAdded"
      ? AbiCoder.defaultAbiCoder().encode(["address", POINT], [args.custodian, args.point])
      : AbiCoder.defaultAbiCoder().encode(["address", "address", "uint256"], [args.from, args.to, happened.timeS]);
  return lowerHex(keccak256(encoded));
}

function stepOf({ event: { name, args }, happened }: ToldEvent): RouteStep {
  if (name === "CustodyAccepted") {
    return { type: "handOver", from: lowerHex(args.from), to: lowerHex(args.to), happened };
  }
  const { place, latitudeE7, longitudeE7, atS } = args.point;
  return {
    type: "point",
    custodian: lowerHex(args.custodian),
    place: asciiWordText(lowerHex(place)),
    latitudeE7: Number(latitudeE7),
    longitudeE7: Number(longitudeE7),
    atS: Number(atS),
    happened,
  };
}
