-- Which cubes the rollups hold. Where it is not what the code keeps, the applier makes them anew from the facts, as
-- after a change of the zone; until then questions are answered from the cubes that are there.
ALTER TABLE "stream" ADD COLUMN "cubes" TEXT NOT NULL DEFAULT '';
UPDATE "stream" SET "cubes" = CASE WHEN "accepted" = 0
  THEN 'all channel team issue_type region customer_tier agent product team_channel source campaign priority agent_channel team_agent issue_type_channel product_channel region_channel customer_tier_channel team_issue_type product_issue_type'
  ELSE 'all channel team issue_type region customer_tier agent product team_channel source campaign priority' END;
