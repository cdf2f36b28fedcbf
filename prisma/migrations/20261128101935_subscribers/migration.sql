-- CreateEnum
CREATE TYPE "SubscriberState" AS ENUM ('pending', 'confirmed', 'unsubscribed', 'bounced', 'complained');

-- CreateTable
CREATE TABLE "subscribers" (
    "id" UUID NOT NULL,
    "email" TEXT,
    "email_hash" TEXT NOT NULL,
    "state" "SubscriberState" NOT NULL DEFAULT 'pending',
    "confirm_hash" TEXT,
    "confirm_expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "confirmed_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "forwarded_at" TIMESTAMPTZ(3),
    "forward_error" TEXT,

    CONSTRAINT "subscribers_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "subscribers_email_hash_key" ON "subscribers"("email_hash");

-- CreateIndex
CREATE UNIQUE INDEX "subscribers_confirm_hash_key" ON "subscribers"("confirm_hash");

-- CreateIndex
CREATE INDEX "subscribers_state_id_idx" ON "subscribers"("state", "id");

-- What follows is written by hand: what Prisma can't express.

-- The address is known exactly as long as mail may be sent to it.
ALTER TABLE "subscribers"
  ADD CONSTRAINT "subscribers_email_check"
    CHECK (("email" IS NOT NULL) = ("state" IN ('pending', 'confirmed')) AND char_length("email") BETWEEN 3 AND 254),
  ADD CONSTRAINT "subscribers_pending_check"
    CHECK ("state" <> 'pending' OR ("confirm_hash" IS NOT NULL AND "confirm_expires_at" IS NOT NULL)),
  ADD CONSTRAINT "subscribers_confirmed_check" CHECK ("state" <> 'confirmed' OR "confirmed_at" IS NOT NULL),
  -- A link that was mailed before the end must not start the subscription again.
  ADD CONSTRAINT "subscribers_ended_check"
    CHECK ("state" IN ('pending', 'confirmed') OR ("ended_at" IS NOT NULL AND "confirm_hash" IS NULL));

-- Confirmed subscribers that beehiiv doesn't have yet.
CREATE INDEX "subscribers_to_forward" ON "subscribers" ("id")
  WHERE "state" = 'confirmed' AND "forwarded_at" IS NULL;
