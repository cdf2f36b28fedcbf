-- CreateEnum
CREATE TYPE "DataExportState" AS ENUM ('pending', 'ready', 'failed');

-- CreateTable
CREATE TABLE "data_exports" (
    "user_id" UUID NOT NULL,
    "state" "DataExportState" NOT NULL DEFAULT 'pending',
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "ready_at" TIMESTAMPTZ(3),
    "build_id" UUID,

    CONSTRAINT "data_exports_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "data_export_parts" (
    "build_id" UUID NOT NULL,
    "format" TEXT NOT NULL,
    "n" INTEGER NOT NULL,
    "user_id" UUID NOT NULL,
    "data" BYTEA NOT NULL,

    CONSTRAINT "data_export_parts_pkey" PRIMARY KEY ("build_id","format","n")
);

-- CreateIndex
CREATE INDEX "data_exports_requested_at_idx" ON "data_exports"("requested_at");

-- CreateIndex
CREATE INDEX "data_export_parts_user_id_idx" ON "data_export_parts"("user_id");

-- AddForeignKey
ALTER TABLE "data_exports" ADD CONSTRAINT "data_exports_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "data_export_parts" ADD CONSTRAINT "data_export_parts_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "data_exports"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What follows is written by hand.

ALTER TABLE "data_exports" ADD CONSTRAINT "data_exports_ready_check"
  CHECK (("state" = 'ready') = ("ready_at" IS NOT NULL) AND ("state" = 'ready') = ("build_id" IS NOT NULL));

-- At commit, the workers learn that there is an export to build (lib/db/changes.server.ts).
CREATE FUNCTION "notify_export_requested"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('copecheck_changed', 'jobs exports');
  RETURN NULL;
END $$;
CREATE TRIGGER "data_exports_notify" AFTER INSERT OR UPDATE ON "data_exports" FOR EACH ROW
  WHEN (NEW."state" = 'pending') EXECUTE FUNCTION "notify_export_requested"();
