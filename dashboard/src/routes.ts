/** The views; each answers one question. */
export const VIEWS = ["energy", "batteries", "report", "devices", "records"] as const;
export type View = (typeof VIEWS)[number];

/** What "why do you believe this?" is asked about. */
export type Claim =
  | { readonly kind: "record"; readonly id: string }
  | { readonly kind: "agreement"; readonly id: string }
  | { readonly kind: "meter"; readonly id: string }
  | { readonly kind: "device"; readonly id: string }
  | { readonly kind: "settlement" };

export interface Route {
  readonly view: View;
  /** The meter or battery that the view shows. */
  readonly subject?: string;
  /** The claim that the side panel explains. */
  readonly claim?: Claim;
}

const CLAIM_PARAMETER = "why";
const CLAIMS_ABOUT_ONE = ["record", "agreement", "meter", "device"] as const;

function parseClaim(text: string | null): Claim | undefined {
  if (text === null) return undefined;
  if (text === "settlement") return { kind: "settlement" };
  const [kind, id] = text.split(":", 2);
  const known = CLAIMS_ABOUT_ONE.find((candidate) => candidate === kind);
  return known && id ? { kind: known, id } : undefined;
}

function formatClaim(claim: Claim): string {
  return claim.kind === "settlement" ? claim.kind : `${claim.kind}:${claim.id}`;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Reads a location hash; whatever it does not know leads to the first view. */
export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  const [name, rawSubject] = path.split("/", 2);
  const view = VIEWS.find((candidate) => candidate === name) ?? "energy";
  const subject = rawSubject ? decode(rawSubject) : undefined;
  const claim = parseClaim(new URLSearchParams(query).get(CLAIM_PARAMETER));
  return { view, ...(subject ? { subject } : {}), ...(claim ? { claim } : {}) };
}

/** Writes a route as a location hash. */
export function formatRoute({ view, subject, claim }: Route): string {
  const path = subject ? `${view}/${encodeURIComponent(subject)}` : view;
  return `#/${path}${claim ? `?${CLAIM_PARAMETER}=${encodeURIComponent(formatClaim(claim))}` : ""}`;
}
