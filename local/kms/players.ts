import { z } from "zod";
import type { Clock, ResourcePlayer } from "../contracts.ts";
import { parsePolicy } from "../iam/policy.ts";
import { type Keys, keySpec, keyUsage } from "./keys.ts";

const keyProperties = z.looseObject({
  Enabled: z.boolean().default(true),
  KeyPolicy: z.unknown().optional(),
  KeySpec: keySpec.default("SYMMETRIC_DEFAULT"),
  KeyUsage: keyUsage.default("ENCRYPT_DECRYPT"),
  MultiRegion: z.literal(false).default(false),
  Origin: z.literal("AWS_KMS").default("AWS_KMS"),
});

const aliasProperties = z.looseObject({ AliasName: z.string().startsWith("alias/"), TargetKeyId: z.string() });

/** The policy that AWS gives to a key declared without one: the account's identity policies decide. */
function defaultPolicy(account: string): unknown {
  const root = `arn:aws:iam::${account}:root`;
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: root }, Action: "kms:*", Resource: "*" }],
  };
}

/** Plays keys and aliases. */
export function kmsPlayers(keys: Keys, { account, clock }: { account: string; clock: Clock }): ResourcePlayer[] {
  return [
    {
      type: "AWS::KMS::Key",
      reads: Object.keys(keyProperties.shape),
      ignores: {
        BypassPolicyLockoutSafetyCheck: "the administrator of the machine owns the file of the keys",
        Description: "a text for people",
        EnableKeyRotation: "a rotated key opens what it sealed before: nothing shows outside",
        PendingWindowInDays: "the local cloud deletes no key",
        RotationPeriodInDays: "a rotated key opens what it sealed before: nothing shows outside",
        Tags: "no policy played here reads tags",
      },
      replacedBy: ["KeySpec", "KeyUsage"],
      create: async ({ properties, generatedName, logicalId }) => {
        const { KeySpec, KeyUsage, KeyPolicy, Enabled } = keyProperties.parse(properties);
        if ((KeySpec === "SYMMETRIC_DEFAULT") !== (KeyUsage === "ENCRYPT_DECRYPT")) {
          throw new Error(`Key ${logicalId}: ${KeySpec} for ${KeyUsage} is not played`);
        }
        const policy = parsePolicy(KeyPolicy ?? defaultPolicy(account), `policy of key ${logicalId}`);
        const declaration = { owner: generatedName, spec: KeySpec, policy, enabled: Enabled };
        const { keyId, arn } = keys.declare(declaration, clock.now());
        return { ref: keyId, attributes: { Arn: arn, KeyId: keyId } };
      },
    },
    {
      type: "AWS::KMS::Alias",
      reads: Object.keys(aliasProperties.shape),
      ignores: {},
      replacedBy: [],
      create: async ({ properties }) => {
        const { AliasName, TargetKeyId } = aliasProperties.parse(properties);
        keys.declareAlias(AliasName, TargetKeyId);
        return { ref: AliasName, attributes: {} };
      },
    },
  ];
}
