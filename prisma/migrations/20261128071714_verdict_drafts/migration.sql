-- CreateTable
CREATE TABLE "verdict_drafts" (
    "id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "file_name" TEXT,
    "corrections" JSONB NOT NULL DEFAULT '[]',
    "title" TEXT NOT NULL,
    "verdict_id" UUID,
    "base_version" INTEGER,
    "note" TEXT NOT NULL DEFAULT '',
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "verdict_drafts_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "verdict_drafts_updated_at_id_idx" ON "verdict_drafts"("updated_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "verdict_drafts_verdict_id_idx" ON "verdict_drafts"("verdict_id");

-- AddForeignKey
ALTER TABLE "verdict_drafts" ADD CONSTRAINT "verdict_drafts_verdict_id_fkey" FOREIGN KEY ("verdict_id") REFERENCES "verdicts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "verdict_drafts" ADD CONSTRAINT "verdict_drafts_created_by_fkey" FOREIGN KEY ("created_by") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;
