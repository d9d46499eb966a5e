export { ROLES } from "../protocol/governance/roles.js";
