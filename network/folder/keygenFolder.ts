import type { OrganisationSecrets } from "../consortium/foundOrganisation.js";
import type { Founding } from "../consortium/schema.js";
import { jsonText } from "../files/generatedFile.js";
import { GITIGNORE, secretFiles } from "../files/secretFiles.js";
import { writeFolder } from "./writeFolder.js";

/** Name of the one file that an organisation gives to the others. */
export function foundingFileName(organisation: string): string {
  return `${organisation}.founding.json`;
}

/**
 * Writes one organisation's part of a founding: what it keeps, and the one file that it gives to the others.
 * @param out Does not exist yet, or is empty.
 * @throws OutFolderUnfit
 */
export function writeKeygenFolder(out: string, kept: OrganisationSecrets, founding: Founding): void {
  writeFolder(out, [
    { path: ".gitignore", text: GITIGNORE },
    { path: foundingFileName(kept.name), text: jsonText(founding) },
    ...secretFiles(kept, founding),
  ]);
}
