import {
  EnergyCertificate__factory,
  PaymentChannel__factory,
  RecordAnchor__factory,
} from "../../../../typechain-types/index.js";
import { addressOfContract, type World } from "../../../oracle/support/world.js";

/** The deployment's contracts that the world itself does not talk to. */
export async function moreContracts(world: World) {
  const [anchor, certificates, channels] = await Promise.all(
    ["RecordAnchor", "EnergyCertificate", "PaymentChannel"].map((name) => addressOfContract(world, name)),
  );
  return {
    anchor: RecordAnchor__factory.connect(anchor as string, world.provider),
    certificates: EnergyCertificate__factory.connect(certificates as string, world.provider),
    channels: PaymentChannel__factory.connect(channels as string, world.provider),
  };
}
