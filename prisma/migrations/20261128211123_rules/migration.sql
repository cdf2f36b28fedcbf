-- CreateTable
CREATE TABLE "rule_sets" (
    "version" INTEGER NOT NULL,
    "content" JSONB NOT NULL,
    "change" TEXT NOT NULL,
    "anchor" TEXT NOT NULL,
    "changed_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "rule_sets_pkey" PRIMARY KEY ("version")
);

-- AddForeignKey
ALTER TABLE "rule_sets" ADD CONSTRAINT "rule_sets_changed_by_fkey" FOREIGN KEY ("changed_by") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;
