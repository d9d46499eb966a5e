import type { ArgumentType, IgnitionModuleBuilder } from "@nomicfoundation/ignition-core";
import { CHOSEN_KINDS, type ChosenKind, PROPOSAL_KINDS, SHARES } from "../../protocol/index.js";
import type { Founding } from "../founding.js";
import { ROLES } from "../roles.js";
import { type deployContracts, selector } from "./contracts.js";

/** The nodes' registry, the members' governor and the timelock that carries out what they decide. */
export function deployGovernance(
  m: IgnitionModuleBuilder,
  { named, directory }: ReturnType<typeof deployContracts>,
  founding: Founding,
) {
  const { AccessManager: authority, Membership: membership } = named;
  const { governance, members, nodes } = founding;
  const deployer = m.getAccount(0);

  const admit = m.call(authority, "grantRole", [ROLES.REGISTRAR, deployer, 0], { id: "LendsRegistrar" });
  const admitted = members.map(({ account, name }, index) =>
    m.call(membership, "admit", [account, name], { id: `AdmitsMember${index}`, after: [admit] }),
  );
  const admissions = nodes.map(({ proof: _, ...admission }) => admission);
  const proofs = nodes.map(({ proof }) => proof);
  const registry = m.contract(
    "NodeRegistry",
    [authority, membership, governance.blocksBetweenChanges, admissions, proofs],
    { after: admitted },
  );

  const timelock = m.contract("TimelockController", [governance.executionDelayS, [], [], deployer]);
  const call = (target: ArgumentType, signature: string, kind: ChosenKind) => ({
    target,
    selector: selector(signature),
    kind: PROPOSAL_KINDS.indexOf(kind),
  });
  const { EnergyToken: token, EnergyCertificate: certificates } = named;
  const admission = "(bytes,string,string,address,bytes32,bool)";
  const governor = m.contract("ConsortiumGovernor", [
    membership,
    timelock,
    {
      votingPeriodS: governance.votingPeriodS,
      executionWindowS: governance.executionWindowS,
      shares: CHOSEN_KINDS.map((kind) => SHARES.indexOf(governance.shares[kind])),
      openRoles: [ROLES.ORACLE, ROLES.TREASURER],
      rules: [
        call(membership, "admit(address,string)", "admit-member"),
        call(membership, "expel(address)", "expel-member"),
        call(registry, `admit(${admission},bytes)`, "admit-node"),
        call(registry, "remove(address)", "remove-node"),
        call(registry, "revokeCertificate(bytes32)", "revoke-certificate"),
        call(registry, "revokeNode(address)", "revoke-certificate"),
        call(registry, "reinstateCertificate(bytes32)", "reinstate-certificate"),
        call(directory, "set(bytes32,address)", "set-contract"),
        call(directory, "retire(bytes32)", "retire-contract"),
        call(authority, "grantRole(uint64,address,uint32)", "grant-role"),
        call(authority, "revokeRole(uint64,address)", "revoke-role"),
        call(token, "setTreasurers(bytes[],bytes[],uint64)", "administer"),
        call(token, "setMintLimit(uint128)", "administer"),
        call(token, "pause()", "administer"),
        call(token, "unpause()", "administer"),
        call(certificates, "setIssuingBody(address,bool)", "administer"),
      ],
    },
  ]);
  return { timelock, governor, registry, admitted };
}
