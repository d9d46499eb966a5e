import { fresh } from "../../test/support/chain/chain.js";
import { bytes32Of } from "../../test/support/chain/devices.js";
import { gasOf } from "../../test/support/chain/gas.js";
import { lotId, makeLot, makeLots, part, STEEL, yard } from "../../test/support/chain/lots.js";
import type { Row } from "../report/row.js";
import { grownRow, rowOf } from "./grown.js";

/** Lots that stand before the last one is made. */
const HISTORY = 1_000;
const MANY = 10;

/** Goods by lot, by their custodian. What a step costs depends on the lots that it names, not on those that there are. */
export async function lotRows(): Promise<Row[]> {
  const y = await fresh(yard);
  const { lots, buyer } = y;
  const create = (name: string, inputs: readonly string[] = []) =>
    gasOf(lots.create({ goods: STEEL, quantityMilli: 1000n, salt: bytes32Of(name) }, [...inputs]));
  const row = rowOf("Lots");

  await makeLot(y, "first");
  const second = await create("lot 2");
  let last = second;
  for (let count = 3; count <= HISTORY + 1; count++) last = await create(`lot ${count}`);

  const made = await create("made of ten", await makeLots(y, ...names("input")));
  const whole = await makeLot(y, "whole");
  const parts = names("part").map((name) => part(name, 100n));
  const split = await gasOf(lots.split(whole, parts));
  const partIds = await Promise.all(names("part").map((name) => lotId(y, y.seller, name)));
  const merged = await gasOf(lots.merge(partIds, bytes32Of("merged")));
  const contents = await makeLots(y, ...names("content"));
  const packed = await gasOf(lots.pack("pallet", contents, bytes32Of("pallet")));
  const pallet = await lotId(y, y.seller, "pallet");
  const offered = await gasOf(lots.offerCustody(pallet, buyer));
  const taken = await gasOf(lots.connect(buyer).acceptCustody(pallet));
  const unpacked = await gasOf(lots.connect(buyer).unpack(pallet));
  return [
    row("creating one", second),
    grownRow("Lots", `creating one, after ${HISTORY.toLocaleString("en-US")} others`, last, second),
    row(`creating one of ${MANY} others`, made),
    row(`splitting one into ${MANY}`, split),
    row(`merging ${MANY}`, merged),
    row(`packing ${MANY}`, packed),
    row(`unpacking ${MANY}`, unpacked),
    row(`offering custody of a package of ${MANY}`, offered),
    row(`accepting custody of a package of ${MANY}`, taken),
  ];
}

function names(of: string): string[] {
  return Array.from({ length: MANY }, (_, index) => `${of} ${index}`);
}
