/**
 * Who may import whom. The rule behind each line is in docs/architecture.md.
 *
 * A room is a folder; the longest matching path wins, so `oracle/buffer` is a room of its own inside `oracle`.
 */
export interface Direction {
  /** Other rooms of ours that files of this room may import. */
  readonly rooms: readonly string[];
  /** Rooms of which only types may be imported. */
  readonly typesOf?: readonly string[];
  /** The only packages allowed; a trailing `*` stands for any ending. Absent: any package. */
  readonly packages?: readonly string[];
  /** May not use Node's own modules, since it runs in browsers. */
  readonly browser?: true;
  /** Rooms are entered through their door (`index.ts`) where they have one. */
  readonly doorsOnly?: true;
}

const BINDINGS = "typechain-types";
const ORACLE_STAGES = ["ingest", "buffer", "batcher", "relayer", "settlement", "deliveries"] as const;

/** A stage knows records, bindings and, if it keeps anything, storage; never another stage. */
const ORACLE_STAGE: Direction = { rooms: ["protocol", BINDINGS] };
const ORACLE_KEEPING_STAGE: Direction = { rooms: ["protocol", BINDINGS, "storage"] };

/** Every room that a person may use from outside. */
const DOORS = [
  "protocol",
  BINDINGS,
  "storage",
  "native",
  "channels",
  "deals",
  "evidence",
  "governance",
  "identity",
  "oracle",
  "indexer",
  "api",
  "deploy",
  "demo",
  "network",
];
const STAGES = ORACLE_STAGES.map((stage) => `oracle/${stage}`);

export const DIRECTIONS: Readonly<Record<string, Direction>> = {
  protocol: { rooms: [], packages: ["@noble/*"], browser: true },
  [BINDINGS]: { rooms: [], packages: ["ethers"] },
  storage: { rooms: [] },
  native: { rooms: ["protocol"] },
  channels: { rooms: ["protocol", BINDINGS, "storage", "native"] },
  deals: { rooms: ["protocol", BINDINGS, "evidence"], browser: true },
  evidence: { rooms: ["protocol", BINDINGS], browser: true },
  governance: { rooms: ["protocol", BINDINGS, "evidence"], browser: true },
  identity: { rooms: ["protocol", "evidence", BINDINGS], doorsOnly: true },
  "oracle/ingest": ORACLE_STAGE,
  "oracle/buffer": ORACLE_KEEPING_STAGE,
  "oracle/batcher": ORACLE_STAGE,
  "oracle/relayer": ORACLE_STAGE,
  "oracle/settlement": ORACLE_STAGE,
  "oracle/deliveries": ORACLE_STAGE,
  // What composes the stages: the service itself, verification, anchoring.
  oracle: { rooms: ["protocol", BINDINGS, "native", ...STAGES] },
  indexer: { rooms: ["protocol", BINDINGS, "storage"] },
  api: { rooms: ["protocol", "indexer"] },
  dashboard: { rooms: ["protocol", BINDINGS, "evidence"], typesOf: ["api"] },
  deploy: { rooms: ["protocol", BINDINGS] },
  network: { rooms: ["protocol"] },
  demo: { rooms: [...DOORS.filter((room) => room !== "demo"), ...STAGES], doorsOnly: true },
  scripts: { rooms: [...DOORS, ...STAGES], doorsOnly: true },
  // They set up chains and histories as the tests do, with the tests' own helpers.
  benchmarks: { rooms: [...DOORS, ...STAGES, "test"], doorsOnly: true },
  test: { rooms: [...DOORS, ...STAGES, "scripts", "dashboard", "benchmarks"] },
  bin: { rooms: ["scripts"] },
};

/** Rooms whose inside may be imported directly although they have a door. */
export const OPEN_ROOMS: ReadonlySet<string> = new Set(["protocol", BINDINGS, "deploy"]);

/** The room of a file, or undefined for files at the repository's root. */
export function roomOf(file: string): string | undefined {
  const parts = file.split("/");
  const nested = parts.slice(0, 2).join("/");
  if (parts.length > 2 && nested in DIRECTIONS) return nested;
  return parts.length > 1 ? parts[0] : undefined;
}
