import type { ValidatorVote } from "../../protocol/bft/index.js";
import { enodeUrl, type Hex, type NodeEndpoint, WattproofError } from "../../protocol/index.js";
import { decideVotes, type VotingDecision } from "./decideVotes.js";
import { NobodyRegistered } from "./errors.js";
import { atKnownAddresses, type PeerChanges, peerChanges, readPeerLists, writePeerLists } from "./peerLists.js";
import { requireCaughtUp, type SyncedNode } from "./requireCaughtUp.js";

/** What the members decided about nodes, at one block. */
export interface Registered {
  readonly blockNumber: bigint;
  /** Nodes that may connect: registered, and their certificates not revoked. */
  readonly peers: readonly NodeEndpoint[];
  /** Addresses of those that are to be validators. */
  readonly validators: readonly Hex[];
}

/** The node beside an agent, as far as the agent asks it and tells it what to do. */
export interface AgentNode extends SyncedNode {
  /** By consensus, in the newest block. */
  validators(): Promise<readonly Hex[]>;
  pendingVotes(): Promise<readonly ValidatorVote[]>;
  castVote(vote: ValidatorVote): Promise<void>;
  discardVote(recipient: Hex): Promise<void>;
  /** Ids of the nodes that it is connected to. */
  peers(): Promise<readonly Hex[]>;
  /** Nodes that it lets connect, as it has them in memory. */
  allowedPeers(): Promise<readonly NodeEndpoint[]>;
  /** Connects to a node, and stays connected. Nothing comes of it where it does so already. */
  addPeer(enode: string): Promise<void>;
  /** Disconnects from a node, whatever its address. */
  removePeer(enode: string): Promise<void>;
  /** Reads the list of nodes that may connect again. */
  reloadPermissions(): Promise<void>;
  /** Addresses of validators that proposed or sealed one of the newest blocks. */
  activeValidators(): Promise<ReadonlySet<Hex>>;
}

export interface AgentOptions {
  readonly node: AgentNode;
  readonly self: { readonly id: Hex; readonly address: Hex };
  /** Folder of the node's `permissions_config.toml` and `static-nodes.json`. */
  readonly lists: string;
  /** Whether addresses in these lists go before those of the registry: in a bridge network they differ. */
  readonly keepsAddresses: boolean;
  /** Whether validators are voted for; they are not where a contract selects them. */
  readonly casts: boolean;
  readonly blockPeriodS: number;
  readonly readRegistered: () => Promise<Registered>;
  /** A node's address by its id. */
  readonly addressOf: (id: Hex) => Hex;
  /** This moment, Unix ms. */
  readonly now?: () => number;
}

/** What one look of an agent came to. */
export interface AgentRound {
  readonly blockNumber: bigint;
  /** How many nodes may connect, and how many are to be validators. */
  readonly registered: number;
  readonly validators: number;
  readonly changes: PeerChanges;
  /** Ids of nodes that were connected and may not be. */
  readonly dropped: readonly Hex[];
  /** Undefined where a contract selects the validators. */
  readonly votes: VotingDecision | undefined;
  /** What the node did not tell or do about its peers; the rest was done all the same. */
  readonly troubles: readonly WattproofError[];
}

/** Besu disconnects from a node by its id. */
const ANYWHERE = { host: "127.0.0.1", port: 1 };

/**
 * Does once what an agent does: has the node let in whom the members registered and nobody else, and vote for the validators
 * whom they decided on. Nothing is remembered from one round to the next, so that an agent which was killed goes on as if it
 * had not been.
 *
 * A node that is behind has an old registry, in which newer nodes are missing, itself perhaps: nothing is done until it has
 * caught up.
 * @throws NodeBehind, NobodyRegistered, PeerListsUnusable, and what the node's questions throw
 */
export async function agentRound(options: AgentOptions): Promise<AgentRound> {
  const { node, blockPeriodS, now = Date.now } = options;
  await requireCaughtUp(node, blockPeriodS, now());
  const registered = await options.readRegistered();
  const { connected, ...kept } = await keepPeers(options, registered);
  const votes = options.casts ? await keepVotes(options, registered, connected) : undefined;
  const { blockNumber, peers, validators } = registered;
  return { blockNumber, registered: peers.length, validators: validators.length, votes, ...kept };
}

async function keepPeers(
  { node, self, lists, keepsAddresses }: AgentOptions,
  { peers }: Registered,
): Promise<Pick<AgentRound, "changes" | "dropped" | "troubles"> & { readonly connected: readonly Hex[] }> {
  if (peers.length === 0) throw new NobodyRegistered();
  const written = readPeerLists(lists);
  const registered = keepsAddresses ? atKnownAddresses(peers, written.fixed) : peers;
  const wanted = withSelf(registered, self.id, written.fixed);
  const changes = peerChanges(await node.allowedPeers(), wanted);
  const isWritten = isSame(written.allowed, wanted) && isSame(written.fixed, wanted);
  if (!isWritten) writePeerLists(lists, written, wanted);
  if (!isWritten || changes.added.length + changes.removed.length > 0) await node.reloadPermissions();
  // One peer, by what it calls itself or by where it is, must not keep the node from the others, nor from its votes.
  const troubles: WattproofError[] = [];
  const attempt = async <T>(asked: Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await asked;
    } catch (error) {
      if (!(error instanceof WattproofError)) throw error;
      troubles.push(error);
      return otherwise;
    }
  };
  for (const each of changes.removed) await attempt(node.removePeer(enodeUrl(each)), undefined);

  const connected = await attempt(node.peers(), []);
  const lacking = wanted.filter(({ id }) => id !== self.id && !connected.includes(id));
  for (const each of lacking) await attempt(node.addPeer(enodeUrl(each)), undefined);
  // The list compares addresses alone: a node with another key at a listed address is let in, and has to be seen here.
  const dropped = connected.filter((id) => !wanted.some((each) => each.id === id));
  for (const id of dropped) await attempt(node.removePeer(enodeUrl({ id, ...ANYWHERE })), undefined);
  return { changes, dropped, troubles, connected: connected.filter((id) => !dropped.includes(id)) };
}

/** A node that is not registered, or whose certificate is revoked, stays in its own lists: they are of whom *it* lets in. */
function withSelf(registered: readonly NodeEndpoint[], self: Hex, written: readonly NodeEndpoint[]) {
  if (registered.some(({ id }) => id === self)) return registered;
  return [...registered, ...written.filter(({ id }) => id === self)];
}

function isSame(list: readonly NodeEndpoint[], wanted: readonly NodeEndpoint[]): boolean {
  const { added, removed } = peerChanges(list, wanted);
  return added.length + removed.length === 0;
}

async function keepVotes(
  { node, self, addressOf }: AgentOptions,
  { validators: wanted }: Registered,
  connected: readonly Hex[],
): Promise<VotingDecision> {
  const [actual, pending, active] = await Promise.all([
    node.validators(),
    node.pendingVotes(),
    node.activeValidators(),
  ]);
  // Who was a validator in those blocks and is none now may be gone since: it has to be connected.
  const sealing = actual.filter((address) => active.has(address));
  const awake = new Set([...sealing, ...connected.map(addressOf)]);
  const decision = decideVotes({ self: self.address, wanted, actual, pending, awake });
  for (const recipient of decision.discard) await node.discardVote(recipient);
  for (const vote of decision.cast) await node.castVote(vote);
  return decision;
}
