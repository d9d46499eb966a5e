import type { JsonRpcApiProvider, JsonRpcSigner } from "ethers";
import { deploymentRecord } from "../../deploy/addressBook.js";
import type { Founding } from "../../deploy/founding.js";
import { ROOT } from "../../deploy/hardhat.js";
import { consortiumModule } from "../../deploy/modules/Consortium.js";
import { whileItComesFurther } from "../../deploy/whileItComesFurther.js";
import { DEFAULT_GOVERNANCE, type Hex } from "../../protocol/index.js";
import { connectContracts, type DemoContracts } from "./contracts.js";
import type { StageChain } from "./stageChain.js";

/** The accounts behind the demo's organisations; this process signs for them. */
export interface Consortium {
  /** Registers the meters and relays what households sign. */
  readonly gridOperator: JsonRpcSigner;
  /** Issues the batteries' passports. */
  readonly batteryMaker: JsonRpcSigner;
  /** Holds the money: mints what is within the limit, and confirms pay-outs. */
  readonly treasurer: JsonRpcSigner;
  /** The quorum that attests the money and mints what is above the limit. */
  readonly treasurers: readonly JsonRpcSigner[];
}

export interface DemoFounding {
  /** Address that anchors and settles. */
  readonly oracle: Hex;
  /** Of the token, ISO 4217; NOK by default. */
  readonly currency?: string | undefined;
  /** Names of members beside the demo's own; see `furtherMember`. */
  readonly furtherMembers?: readonly string[] | undefined;
}

const MEMBERS = ["Grid operator", "Battery maker", "Recycler"] as const;
/** The chain's account of the first member; the one before it deploys, and keeps nothing. */
const FIRST_MEMBER = 1;
const TREASURER = 4;
const AUDITOR = 5;
const FIRST_FURTHER_MEMBER = 6;

/** Account of a member beside the demo's own. @param index In the list of their names. */
export function furtherMember(provider: JsonRpcApiProvider, index: number): Promise<JsonRpcSigner> {
  return provider.getSigner(FIRST_FURTHER_MEMBER + index);
}

/**
 * Founds the demo's consortium as `wattproof deploy` founds any: with its members and roles, and with a timelock in the place
 * of whoever deployed. Treasurer and auditor sign for the token together.
 */
export async function foundConsortium(
  { connection, provider, record }: Pick<StageChain, "connection" | "provider" | "record">,
  { oracle, currency = "NOK", furtherMembers = [] }: DemoFounding,
): Promise<{ readonly contracts: DemoContracts; readonly consortium: Consortium }> {
  const addressOf = async (index: number) => (await provider.getSigner(index)).address.toLowerCase() as Hex;
  const memberOf = async (name: string, index: number) => ({ name, account: await addressOf(index) });
  const members = await Promise.all([
    ...MEMBERS.map((name, index) => memberOf(name, FIRST_MEMBER + index)),
    ...furtherMembers.map((name, index) => memberOf(name, FIRST_FURTHER_MEMBER + index)),
  ]);
  const founding: Founding = {
    members,
    // Whatever nodes the chain has are not the demo's to govern.
    nodes: [],
    roles: { oracle: [oracle], treasurer: [await addressOf(TREASURER), await addressOf(AUDITOR)] },
    governance: DEFAULT_GOVERNANCE,
    currency,
  };
  const deploy = () =>
    connection.ignition.deploy(consortiumModule(founding), {
      config: { requiredConfirmations: 1, blockPollingInterval: 20 },
      displayUi: false,
      ...(record === undefined ? {} : { deploymentId: record }),
    });
  const deployed = await (record === undefined
    ? deploy()
    : whileItComesFurther(deploymentRecord(ROOT, record), deploy));
  const treasurer = await provider.getSigner(TREASURER);
  return {
    contracts: connectContracts(deployed, provider),
    consortium: {
      gridOperator: await provider.getSigner(FIRST_MEMBER),
      batteryMaker: await provider.getSigner(FIRST_MEMBER + 1),
      treasurer,
      treasurers: [treasurer, await provider.getSigner(AUDITOR)],
    },
  };
}
