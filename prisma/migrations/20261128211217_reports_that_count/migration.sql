-- Reports of new accounts reach the queue, but neither hide a comment nor slow replies down. Until now reporting needed
-- trust, so all earlier reports count.
ALTER TABLE "cases" ADD COLUMN     "heat" INTEGER NOT NULL DEFAULT 0;
UPDATE "cases" SET "heat" = "report_count" WHERE "report_count" > 0;

ALTER TABLE "reports" ADD COLUMN     "counts" BOOLEAN NOT NULL DEFAULT true;
