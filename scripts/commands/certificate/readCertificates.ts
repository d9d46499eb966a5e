import { blockRanges, lowerHex, mapBounded, read, requireBlock } from "../../../evidence/index.js";
import type { Hex } from "../../../protocol/index.js";
import type { OpenChain } from "../../chain/openChain.js";
import { formatCertificate } from "./certificateValues.js";
import { type OpenCertificates, openCertificates } from "./openCertificates.js";

/** A certificate as it stands, and what an account has of it. */
export interface ListedCertificate {
  readonly certificate: Hex;
  readonly device: Hex;
  readonly startS: number;
  readonly endS: number;
  readonly issuedWh: bigint;
  readonly heldWh: bigint;
  /** What was claimed for the account. */
  readonly claimedWh: bigint;
  readonly energySource: string;
  readonly energyCarrier: string;
  readonly issuingBody: Hex;
  /** Number of the device's incident; null for a certificate that is valid. */
  readonly revokedByIncident: number | null;
}

export interface CertificateWish {
  readonly holder: Hex;
  readonly device?: Hex | undefined;
}

/**
 * The certificates of which an account holds something, or for which something was claimed, by device and time, as of one
 * block. Throws `ContractNotNamed`, `ChainUnreadable`.
 */
export async function readCertificates(chain: OpenChain, { holder, device }: CertificateWish) {
  const opened = await openCertificates(chain);
  const { number: blockTag } = await requireBlock(chain.provider, "latest");
  const ids = new Set<bigint>();
  for (const range of blockRanges(blockTag)) for (const id of await touchedIn(opened, range, holder)) ids.add(id);
  const sorted = [...ids].sort((a, b) => (a < b ? -1 : 1));
  const certificates = await mapBounded(sorted, (id) => readOne(opened, { id, holder, blockTag }));
  const wanted = certificates.filter(
    (each) => (each.heldWh > 0n || each.claimedWh > 0n) && (device === undefined || each.device === device),
  );
  return { certificates: wanted, block: blockTag };
}

/** Ids of certificates that came to the account, or that were claimed for it. */
async function touchedIn(
  { certificates }: OpenCertificates,
  { from, to }: { readonly from: number; readonly to: number },
  holder: Hex,
): Promise<bigint[]> {
  const { filters } = certificates;
  return read(`the certificates of the blocks ${from} to ${to}`, async () => {
    const [moved, movedTogether, claimed, claimedTogether] = await Promise.all([
      certificates.queryFilter(filters.TransferSingle(undefined, undefined, holder), from, to),
      certificates.queryFilter(filters.TransferBatch(undefined, undefined, holder), from, to),
      certificates.queryFilter(filters.ClaimSingle(undefined, holder), from, to),
      certificates.queryFilter(filters.ClaimBatch(undefined, holder), from, to),
    ]);
    return [
      ...[...moved, ...claimed].map(({ args }) => args.id),
      ...[...movedTogether, ...claimedTogether].flatMap(({ args }) => [...args.ids]),
    ];
  });
}

async function readOne(
  { certificates }: OpenCertificates,
  { id, holder, blockTag }: { readonly id: bigint; readonly holder: Hex; readonly blockTag: number },
): Promise<ListedCertificate> {
  const at = { blockTag };
  const certificate = formatCertificate(id);
  return read(`certificate ${certificate}`, async () => {
    const [heldWh, claimedWh, it] = await Promise.all([
      certificates.balanceOf(holder, id, at),
      certificates.claimedBalanceOf(holder, id, at),
      certificates.certificateOf(id, at),
    ]);
    const { energySource, energyCarrier, issuingBody } = await certificates.accreditationOf(
      it.device,
      it.accreditation,
      at,
    );
    return {
      certificate,
      device: lowerHex(it.device),
      startS: Number(it.startS),
      endS: Number(it.endS),
      issuedWh: it.issuedWh,
      heldWh,
      claimedWh,
      energySource,
      energyCarrier,
      issuingBody: lowerHex(issuingBody),
      revokedByIncident: it.revokedByIncident === 0n ? null : Number(it.revokedByIncident),
    };
  });
}
