-- CreateEnum
CREATE TYPE "RemovalRequestState" AS ENUM ('open', 'removed', 'kept');

-- AlterTable
ALTER TABLE "cases" ADD COLUMN     "request_count" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "removal_requests" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "comment_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "email" TEXT,
    "reason" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "state" "RemovalRequestState" NOT NULL DEFAULT 'open',
    "answer_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "removal_requests_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "removal_requests_answer_id_key" ON "removal_requests"("answer_id");

-- CreateIndex
CREATE INDEX "removal_requests_case_id_idx" ON "removal_requests"("case_id");

-- CreateIndex
CREATE INDEX "removal_requests_comment_id_idx" ON "removal_requests"("comment_id");

-- CreateIndex
CREATE INDEX "removal_requests_closed_at_idx" ON "removal_requests"("closed_at");

-- AddForeignKey
ALTER TABLE "removal_requests" ADD CONSTRAINT "removal_requests_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "removal_requests" ADD CONSTRAINT "removal_requests_comment_id_fkey" FOREIGN KEY ("comment_id") REFERENCES "comments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "removal_requests" ADD CONSTRAINT "removal_requests_answer_id_fkey" FOREIGN KEY ("answer_id") REFERENCES "mails"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- One open request per comment and address: a repeated form is one request.
CREATE UNIQUE INDEX "removal_requests_open_key" ON "removal_requests"("comment_id", lower("email")) WHERE "state" = 'open';
ALTER TABLE "removal_requests" ADD CONSTRAINT "removal_requests_closed_check" CHECK (("state" = 'open') = ("closed_at" IS NULL));
CREATE INDEX "cases_open_requests_idx" ON "cases"("id") WHERE "state" = 'open' AND "request_count" > 0;

-- The same, but an open removal request keeps the case open too.
CREATE OR REPLACE FUNCTION "open_held_case"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."status" = 'pending' THEN
    INSERT INTO "cases" ("id", "comment_id", "author_id", "verdict_id", "held", "weight", "opened_at")
    VALUES (gen_random_uuid(), NEW."id", NEW."author_id", NEW."verdict_id", true, 1, NEW."created_at")
    ON CONFLICT ("comment_id") WHERE "state" = 'open' AND NOT "is_appeal"
    DO UPDATE SET "held" = true, "version" = "cases"."version" + 1;
  ELSE
    -- The comment is no longer held. The case stays open if it has open reports or requests.
    UPDATE "cases" SET "held" = false, "version" = "version" + 1, "lease_holder_id" = NULL, "leased_until" = NULL,
      "state" = CASE WHEN "report_count" + "request_count" = 0 THEN 'decided' ELSE 'open' END::"CaseState",
      "decided_at" = CASE WHEN "report_count" + "request_count" = 0 THEN now() END
    WHERE "comment_id" = NEW."id" AND "state" = 'open' AND "held" AND NOT "is_appeal";
  END IF;
  RETURN NULL;
END $$;
