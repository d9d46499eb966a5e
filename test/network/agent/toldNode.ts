import type { ValidatorVote } from "../../../protocol/bft/index.js";
import type { Hex, NodeEndpoint } from "../../../protocol/index.js";
import { TestNode } from "../../support/chain/nodes.js";

/** Where a node with this number is. */
export const endpoint = (number: number): NodeEndpoint => ({
  id: new TestNode(`node ${number}`).id,
  host: `10.0.0.${number}`,
  port: 30_303,
});
/** Its address. */
export const lower = (number: number): Hex => new TestNode(`node ${number}`).address.toLowerCase() as Hex;
export const FOUR = [1, 2, 3, 4];
export const NOW_S = 1_800_000_000n;

/** What a node was told, in order, and what it answers. */
export class ToldNode {
  readonly told: string[] = [];
  actual = FOUR.map(lower);
  pending: ValidatorVote[] = [];
  connected = [2, 3, 4].map((number) => endpoint(number).id);
  active = new Set(FOUR.map(lower));
  allowed = FOUR.map(endpoint);
  headNumber = 1_000n;
  headTimestampS = NOW_S;
  syncing = false;
  /** What it reads when it is told to. */
  lists = (): NodeEndpoint[] => [];

  async head() {
    return { number: this.headNumber, timestampS: this.headTimestampS };
  }
  async isSyncing() {
    return this.syncing;
  }
  async validators() {
    return this.actual;
  }
  async pendingVotes() {
    return this.pending;
  }
  async castVote({ recipient, adds }: ValidatorVote) {
    this.told.push(`${adds ? "let in" : "let go"} ${recipient}`);
    this.pending.push({ recipient, adds });
  }
  async discardVote(recipient: Hex) {
    this.told.push(`discard ${recipient}`);
    this.pending = this.pending.filter((vote) => vote.recipient !== recipient);
  }
  async peers() {
    return this.connected;
  }
  async addPeer(enode: string) {
    this.told.push(`connect ${enode}`);
  }
  async removePeer(enode: string) {
    this.told.push(`drop ${enode.slice(0, 20)}`);
  }
  async allowedPeers() {
    return this.allowed;
  }
  async reloadPermissions() {
    this.told.push("reload");
    this.allowed = this.lists();
  }
  async activeValidators() {
    return this.active;
  }
}
