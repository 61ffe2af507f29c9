-- auth.uid() in a policy was called once per row. As a sub-select it is called once per statement; the advisor
-- also wants policies bound to a role.
DROP POLICY "Users can view their own projects" ON public.projects;
DROP POLICY "Users can create their own projects" ON public.projects;
DROP POLICY "Users can update their own projects" ON public.projects;
DROP POLICY "Users can delete their own projects" ON public.projects;

CREATE POLICY projects_owner_all
  ON public.projects
  FOR ALL
  TO authenticated
  USING ((SELECT auth.uid()) = user_id)
  WITH CHECK ((SELECT auth.uid()) = user_id);

DROP POLICY "Users can manage branches of their projects" ON public.branches;
CREATE POLICY branches_owner_all
  ON public.branches
  FOR ALL
  TO authenticated
  USING (public.owns_project(project_id))
  WITH CHECK (public.owns_project(project_id));

DROP POLICY "Users can manage stage states of their projects" ON public.stage_states;
CREATE POLICY stage_states_owner_all
  ON public.stage_states
  FOR ALL
  TO authenticated
  USING (public.owns_branch(branch_id))
  WITH CHECK (
    public.owns_branch(branch_id)
    AND (created_by IS NULL OR created_by = (SELECT auth.uid()))
  );

ALTER POLICY "Users can manage their own global assets"
  ON public.global_assets
  TO authenticated
  USING ((SELECT auth.uid()) = user_id)
  WITH CHECK ((SELECT auth.uid()) = user_id);

ALTER POLICY "Asset images can be listed by their owner"
  ON storage.objects
  USING (
    bucket_id = 'asset-images'
    AND EXISTS (
      SELECT 1 FROM public.projects p
      WHERE 'project_' || p.id = (storage.foldername(name))[1]
        AND p.user_id = (SELECT auth.uid())
    )
  );

-- Foreign keys the planner walked without an index.
CREATE INDEX idx_branches_parent ON public.branches (parent_branch_id) WHERE parent_branch_id IS NOT NULL;
CREATE INDEX idx_project_assets_global ON public.project_assets (global_asset_id) WHERE global_asset_id IS NOT NULL;
CREATE INDEX idx_video_jobs_user ON public.video_generation_jobs (user_id, created_at DESC);
CREATE INDEX idx_checkouts_project ON public.checkouts (project_id);
-- Covered by idx_projects_user_recent.
DROP INDEX public.idx_projects_user_id;
