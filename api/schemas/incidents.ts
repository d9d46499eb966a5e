import { z } from "zod";
import { INCIDENT_CATEGORY_WORDS, INCIDENT_STATE_WORDS } from "../../protocol/records/incident.js";
import { account, count, hash, uint } from "./common.js";
import { components } from "./components.js";

const category = z.enum(INCIDENT_CATEGORY_WORDS);

/** What an account said in an incident; of the evidence or statement only the hash is on the chain. */
const word = z.strictObject({ account, name: z.string().nullable(), hash, atS: uint });

/** Reports that a device was hijacked, and what came of them. */
export const incident = z
  .strictObject({
    device: hash,
    label: z.string(),
    /** Position among the device's incidents; the first is 1. */
    number: count,
    /** As the chain was last told: one whose time is over stays open until somebody says so there. */
    state: z.enum(INCIDENT_STATE_WORDS),
    category,
    openedAtS: uint,
    /** Null before a quarantine. */
    quarantinedAtS: uint.nullable(),
    /** When the quarantine lapses; null before one, and for one that lasts until it is cleared. */
    endsAtS: uint.nullable(),
    closedAtS: uint.nullable(),
    reports: z.array(word.extend({ category })),
    appeals: z.array(word),
    clearances: z.array(word),
  })
  .register(components, { id: "Incident" });

/** The one that opened last first. */
export const incidents = z.array(incident).register(components, { id: "Incidents" });
