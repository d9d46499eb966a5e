import { lostQuorum } from "./support/lostQuorum.js";

lostQuorum("ibft2", 4_242_424_256);
