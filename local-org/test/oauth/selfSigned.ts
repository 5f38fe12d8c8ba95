export { type SelfSigned, selfSigned } from "../../conformance/selfSigned.ts";
