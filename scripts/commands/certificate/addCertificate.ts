import type { Command } from "commander";
import { addCertificateAccredit } from "./certificateAccredit.js";
import { addCertificateAppoint } from "./certificateAppoint.js";
import { addCertificateClaim } from "./certificateClaim.js";
import { addCertificateIssue } from "./certificateIssue.js";
import { addCertificateList } from "./certificateList.js";
import { addCertificateTransfer } from "./certificateTransfer.js";

/** `wattproof certificate …`: certificates from a meter's accreditation to their claim. */
export function addCertificate(certificate: Command): void {
  addCertificateAppoint(certificate);
  addCertificateAccredit(certificate);
  addCertificateIssue(certificate);
  addCertificateList(certificate);
  addCertificateTransfer(certificate);
  addCertificateClaim(certificate);
}
