-- A suspended account can read its work and log in, but starts nothing new.
ALTER TABLE public.profiles ADD COLUMN suspended_at TIMESTAMPTZ;

CREATE OR REPLACE FUNCTION public.is_suspended()
RETURNS BOOLEAN
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
  SELECT EXISTS (
    SELECT 1 FROM public.profiles p
    WHERE p.id = (SELECT auth.uid()) AND p.suspended_at IS NOT NULL
  );
$$;

CREATE POLICY projects_not_while_suspended
  ON public.projects
  AS RESTRICTIVE
  FOR INSERT
  TO authenticated
  WITH CHECK (NOT (SELECT public.is_suspended()));

-- A user may change the profile, not the suspension.
REVOKE UPDATE ON public.profiles FROM anon, authenticated;
GRANT UPDATE (display_name, avatar_url, locale, preferences) ON public.profiles TO authenticated;
