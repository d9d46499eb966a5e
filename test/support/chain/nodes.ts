import { getAddress, getBytes, keccak256, SigningKey, TypedDataEncoder, toUtf8Bytes } from "ethers";
import type { Hex } from "../../../protocol/index.js";
import { bytes32Of } from "./devices.js";

const DOMAIN = { name: "Wattproof Nodes", version: "1", chainId: 31337n };
const ADMISSION = {
  NodeAdmission: [
    { name: "id", type: "bytes" },
    { name: "name", type: "string" },
    { name: "endpoint", type: "string" },
    { name: "organisation", type: "address" },
    { name: "certificateHash", type: "bytes32" },
    { name: "validator", type: "bool" },
    { name: "nonce", type: "uint64" },
  ],
};
const RENEWAL = {
  NodeRenewal: [
    { name: "node", type: "address" },
    { name: "endpoint", type: "string" },
    { name: "certificateHash", type: "bytes32" },
    { name: "nonce", type: "uint64" },
  ],
};

export interface Admission {
  readonly id: Hex;
  readonly name: string;
  readonly endpoint: string;
  readonly organisation: string;
  readonly certificateHash: Hex;
  readonly validator: boolean;
}

/** A Besu node as far as its key goes, signing with ethers: independent of `protocol` and the contract. */
export class TestNode {
  readonly name: string;
  readonly #key: SigningKey;

  constructor(name: string) {
    this.name = name;
    this.#key = new SigningKey(bytes32Of(`key of ${name}`));
  }

  /** 64 bytes. */
  get id(): Hex {
    return `0x${this.#key.publicKey.slice(4)}`;
  }

  /** As ethers writes it. */
  get address(): string {
    return getAddress(`0x${keccak256(this.id).slice(-40)}`);
  }

  /** Where others reach it: another address for each name. */
  get endpoint(): string {
    const [a, b, c] = getBytes(keccak256(toUtf8Bytes(this.name)));
    return `10.${a}.${b}.${c}:30303`;
  }

  admission(organisation: { readonly address: string }, change: Partial<Admission> = {}): Admission {
    const { id, name } = this;
    const certificateHash = bytes32Of(`certificate of ${name}`);
    return {
      id,
      name,
      endpoint: this.endpoint,
      organisation: organisation.address,
      certificateHash,
      validator: true,
      ...change,
    };
  }

  async sign(admission: Admission, nonce = 0n): Promise<Hex> {
    return this.#sign(ADMISSION, { ...admission, nonce });
  }

  async signRenewal(certificateHash: Hex, nonce: bigint, endpoint = this.endpoint): Promise<Hex> {
    return this.#sign(RENEWAL, { node: this.address, endpoint, certificateHash, nonce });
  }

  #sign(types: typeof ADMISSION | typeof RENEWAL, value: object): Hex {
    return this.#key.sign(TypedDataEncoder.hash(DOMAIN, types, value)).serialized as Hex;
  }
}
