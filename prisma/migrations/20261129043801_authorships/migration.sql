-- CreateEnum
CREATE TYPE "AuthorshipState" AS ENUM ('pending', 'confirmed', 'approved', 'rejected', 'revoked');

-- AlterTable
ALTER TABLE "comments" ADD COLUMN     "author_reply" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "authorships" (
    "id" UUID NOT NULL,
    "verdict_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "state" "AuthorshipState" NOT NULL DEFAULT 'pending',
    "email" TEXT,
    "link_hash" TEXT,
    "link_expires_at" TIMESTAMPTZ(3),
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3),
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "note" TEXT,

    CONSTRAINT "authorships_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "authorships_link_hash_key" ON "authorships"("link_hash");

-- CreateIndex
CREATE INDEX "authorships_state_confirmed_at_idx" ON "authorships"("state", "confirmed_at");

-- CreateIndex
CREATE INDEX "authorships_user_id_idx" ON "authorships"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "authorships_verdict_id_user_id_key" ON "authorships"("verdict_id", "user_id");

-- AddForeignKey
ALTER TABLE "authorships" ADD CONSTRAINT "authorships_verdict_id_fkey" FOREIGN KEY ("verdict_id") REFERENCES "verdicts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "authorships" ADD CONSTRAINT "authorships_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "authorships" ADD CONSTRAINT "authorships_decided_by_fkey" FOREIGN KEY ("decided_by") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- One reply per author and verdict. It also finds the replies of a verdict.
CREATE UNIQUE INDEX "comments_author_reply" ON "comments"("verdict_id", "author_id") WHERE "author_reply";
