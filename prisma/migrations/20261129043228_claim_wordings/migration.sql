-- AlterTable
ALTER TABLE "claims" ADD COLUMN     "replaced_by" UUID,
ADD COLUMN     "until_version" INTEGER;

-- CreateIndex
CREATE INDEX "claims_replaced_by_idx" ON "claims"("replaced_by");

-- AddForeignKey
ALTER TABLE "claims" ADD CONSTRAINT "claims_replaced_by_fkey" FOREIGN KEY ("replaced_by") REFERENCES "claims"("id") ON DELETE SET NULL ON UPDATE CASCADE;
