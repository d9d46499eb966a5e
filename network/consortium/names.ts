import { OrganisationNameUnfit } from "./errors.js";

const LONGEST_NAME = 24;
const NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** True for what can name an organisation: a folder, a part of a DNS label and of a certificate's subject. */
export function isOrganisationName(name: string): boolean {
  return name.length <= LONGEST_NAME && NAME.test(name);
}

/** Throws `OrganisationNameUnfit`. */
export function requireOrganisationName(name: string): void {
  if (!isOrganisationName(name)) throw new OrganisationNameUnfit(name);
}

/** Name of an organisation's node. @param number From 1. */
export function nodeName(organisation: string, number: number): string {
  return `${organisation}-node-${number}`;
}

/** True for a name that `nodeName` gives: nobody names a node after another organisation. */
export function isNodeNameOf(organisation: string, name: string): boolean {
  return (
    name.startsWith(`${organisation}-node-`) && /^[1-9][0-9]{0,2}$/.test(name.slice(`${organisation}-node-`.length))
  );
}
