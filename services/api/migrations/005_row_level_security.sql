-- The backend uses the service role and checks ownership itself; these policies are the net below it.
ALTER TABLE public.projects ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.branches ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.stage_states ENABLE ROW LEVEL SECURITY;

CREATE POLICY "Users can view their own projects"
  ON public.projects FOR SELECT
  USING (auth.uid() = user_id);

CREATE POLICY "Users can create their own projects"
  ON public.projects FOR INSERT
  WITH CHECK (auth.uid() = user_id);

CREATE POLICY "Users can update their own projects"
  ON public.projects FOR UPDATE
  USING (auth.uid() = user_id)
  WITH CHECK (auth.uid() = user_id);

CREATE POLICY "Users can delete their own projects"
  ON public.projects FOR DELETE
  USING (auth.uid() = user_id);

CREATE POLICY "Users can manage branches of their projects"
  ON public.branches FOR ALL
  USING (
    EXISTS (
      SELECT 1
      FROM public.projects p
      WHERE p.id = branches.project_id
        AND p.user_id = auth.uid()
    )
  );

CREATE POLICY "Users can manage stage states of their projects"
  ON public.stage_states FOR ALL
  USING (
    EXISTS (
      SELECT 1
      FROM public.branches b
      JOIN public.projects p ON p.id = b.project_id
      WHERE b.id = stage_states.branch_id
        AND p.user_id = auth.uid()
    )
  );
