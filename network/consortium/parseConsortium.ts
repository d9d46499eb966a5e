import type { z } from "zod";
import { checkMembers } from "./checkMembers.js";
import { ConsortiumInvalid } from "./errors.js";
import { CONSORTIUM, type Consortium, FOUNDING, type Founding, GOVERNANCE_VALUES } from "./schema.js";

/**
 * Reads `consortium.json`, and believes nothing in it that can be checked.
 * @param text The file's text. @param source Its path, for errors.
 * @throws ConsortiumInvalid, ConsortiumDuplicate, NodeProofInvalid, CertificateInvalid
 */
export function parseConsortium(text: string, source: string): Consortium {
  const consortium = parse(CONSORTIUM, text, source);
  checkMembers(source, consortium);
  if (!consortium.nodes.some(({ validator }) => validator)) {
    throw new ConsortiumInvalid(source, "nodes", "none of them is a validator, so nobody would make blocks");
  }
  return consortium;
}

/**
 * Reads one organisation's public part of a founding; it comes from somebody else.
 * @param text The file's text. @param source Its path, for errors.
 * @throws ConsortiumInvalid, ConsortiumDuplicate, NodeProofInvalid, CertificateInvalid
 */
export function parseFounding(text: string, source: string): Founding {
  const founding = parse(FOUNDING, text, source);
  const { organisation, nodes, chainId } = founding;
  checkMembers(source, { chainId, organisations: [organisation], nodes });
  return founding;
}

function parse<T>(schema: z.ZodType<T>, text: string, source: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The engine's own message quotes the text.
    throw new ConsortiumInvalid(source, "", "it is no JSON");
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = [...(issue?.path ?? []), ...(issue?.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [])];
  // Terms are what founders do change by hand.
  const next =
    path[0] === "governance" ? `Have the founders agree on terms that are allowed: ${GOVERNANCE_VALUES}.` : undefined;
  throw new ConsortiumInvalid(source, path.map(String).join("."), wordsOf(issue), next);
}

function wordsOf(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === "unrecognized_keys") return "nothing of this name belongs here";
  const words = issue?.message ?? "it is not as expected";
  return words.charAt(0).toLowerCase() + words.slice(1);
}
