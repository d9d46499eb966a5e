import { z } from "zod";
import { components } from "./components.js";

/** An evidence bundle. Its format is the protocol's, described in docs/evidence.md and checked by `parseEvidence`. */
export const evidence = z
  .looseObject({ schema: z.literal("wattproof-evidence/2") })
  .register(components, { id: "EvidenceBundle" });
